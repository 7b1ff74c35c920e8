package dev.tenon.plot;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.io.AtomicFile;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture of a tensor: {@code [h, w]} or {@code [1, h, w]} in grey, {@code [3, h, w]} in colours, {@code [4, h, w]} with transparency. */
public final class Image {
    private static final int GREY = 1;
    private static final int RGB = 3;
    private static final int RGBA = 4;
    private static final int MOST = 255;

    private final BufferedImage pixels;

    Image(BufferedImage pixels) {
        this.pixels = pixels;
    }

    /**
     * The picture of a tensor; floating values are clamped to [0, 1], integers to [0, 255], and truth values are black and white.
     *
     * @throws ShapeException if it is not of the shape {@code [h, w]}, {@code [1, h, w]}, {@code [3, h, w]} or {@code [4, h, w]}, or empty
     */
    public static Image of(Tensor tensor) {
        int rank = tensor.rank();
        long channels = rank == 2 ? GREY : rank == RGB ? tensor.size(0) : 0;
        if (channels != GREY && channels != RGB && channels != RGBA || tensor.numel() == 0) {
            throw new ShapeException("image: the tensor must be [h, w] or [1, 3 or 4, h, w], none of them 0, got " + tensor.shape()
                + "\n  try:   Image.grid(images, columns) for a batch [n, c, h, w]");
        }
        int height = Math.toIntExact(tensor.size(-2));
        int width = Math.toIntExact(tensor.size(-1));
        var values = levels(tensor);
        var pixels = new BufferedImage(width, height, channels == RGBA ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int p = 0; p < plane; p++) {
            int red = values[p];
            int green = channels == GREY ? red : values[plane + p];
            int blue = channels == GREY ? red : values[2 * plane + p];
            int alpha = channels == RGBA ? values[3 * plane + p] : MOST;
            pixels.setRGB(p % width, p / width, alpha << 24 | red << 16 | green << 8 | blue);
        }
        return new Image(pixels);
    }

    /**
     * Pictures side by side, with a white line between them.
     *
     * @param images {@code [n, c, h, w]}, see {@link #of}
     * @param columns how many stand in a row
     */
    public static Image grid(Tensor images, int columns) {
        if (images.rank() != 4 || images.numel() == 0) {
            throw new ShapeException("image: a grid needs images [n, c, h, w], none of them 0, got " + images.shape());
        }
        if (columns < 1) {
            throw new ArgumentException("image: a grid needs at least 1 column, got " + columns);
        }
        int count = Math.toIntExact(images.size(0));
        int across = Math.min(columns, count);
        int down = Math.ceilDiv(count, across);
        int height = Math.toIntExact(images.size(2));
        int width = Math.toIntExact(images.size(3));
        var all = new BufferedImage(across * (width + 1) - 1, down * (height + 1) - 1, BufferedImage.TYPE_INT_RGB);
        var graphics = all.createGraphics();
        graphics.fillRect(0, 0, all.getWidth(), all.getHeight());
        for (int i = 0; i < count; i++) {
            graphics.drawImage(of(images.select(0, i)).pixels, i % across * (width + 1), i / across * (height + 1), null);
        }
        graphics.dispose();
        return new Image(all);
    }

    /**
     * Pictures side by side with a title below each, enlarged so that there is room for the titles.
     *
     * @param images {@code [n, c, h, w]}, see {@link #of}
     * @param titles one for each
     * @param columns how many stand in a row
     */
    public static Image grid(Tensor images, List<String> titles, int columns) {
        if (images.rank() != 4 || images.numel() == 0 || titles.size() != images.size(0)) {
            throw new ShapeException("image: a grid needs images [n, c, h, w], none of them 0, and a title for each, got " + images.shape()
                + " and " + titles.size() + " titles");
        }
        if (columns < 1) {
            throw new ArgumentException("image: a grid needs at least 1 column, got " + columns);
        }
        var pictures = new ArrayList<Image>();
        for (int i = 0; i < titles.size(); i++) {
            pictures.add(of(images.select(0, i)));
        }
        return new Image(new TitledGrid(pictures, titles, Math.min(columns, titles.size())).drawn());
    }

    BufferedImage pixels() {
        return pixels;
    }

    private static int[] levels(Tensor tensor) {
        double[] values;
        try (var _ = GradMode.noGrad()) {
            values = tensor.detach().toDoubleArray();
        }
        double scale = tensor.dtype().isFloating() || tensor.dtype() == DType.BOOL ? MOST : 1;
        var levels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            // NaN becomes 0.
            levels[i] = (int) Math.clamp(Math.floor(values[i] * scale + (scale == 1 ? 0 : 0.5)), 0.0, MOST);
        }
        return levels;
    }

    public int width() {
        return pixels.getWidth();
    }

    public int height() {
        return pixels.getHeight();
    }

    /** Every pixel {@code factor} times as wide and high. */
    public Image enlarged(int factor) {
        if (factor < 1) {
            throw new ArgumentException("image: the factor must be at least 1, got " + factor);
        }
        var large = new BufferedImage(Math.multiplyExact(width(), factor), Math.multiplyExact(height(), factor), pixels.getType());
        for (int y = 0; y < large.getHeight(); y++) {
            for (int x = 0; x < large.getWidth(); x++) {
                large.setRGB(x, y, pixels.getRGB(x / factor, y / factor));
            }
        }
        return new Image(large);
    }

    /** The picture in the PNG format. */
    public byte[] png() {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(pixels, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a PNG file, which appears complete or not at all. */
    public void save(Path file) {
        AtomicFile.write(file, png());
    }
}
