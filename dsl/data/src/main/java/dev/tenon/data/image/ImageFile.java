package dev.tenon.data.image;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.io.FileException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** Pictures as tensors: JPEG, PNG, GIF, BMP and WebP, by what their first bytes say. */
public final class ImageFile {
    /** As many as Pillow takes before it speaks of a bomb. */
    private static final long MOST_PIXELS = 178_956_970;

    private ImageFile() {}

    /**
     * Reads a picture in colour; a grey one has the same in all channels, transparency is left out, and of several the first counts. A JPEG file
     * whose Exif part says how the camera was held is turned upright.
     *
     * @return float32 {@code [3, height, width]}: red, green and blue in [0, 1]
     * @throws FileException if it cannot be read, is not a picture, is damaged, or has more than 178,956,970 pixels
     */
    public static Tensor read(Path file) {
        var image = decode(file);
        int height = image.getHeight();
        int width = image.getWidth();
        var values = new float[3 * height * width];
        if (isGrey(image)) {
            grey(image, values);
        } else {
            colour(image, values);
        }
        var orientation = orientation(file);
        var upright = orientation.upright(values, height, width);
        return orientation.turnsSideways() ? Creation.of(upright, DType.FLOAT32, Device.CPU, 3, width, height)
            : Creation.of(upright, DType.FLOAT32, Device.CPU, 3, height, width);
    }

    private static Orientation orientation(Path file) {
        try {
            return Orientation.of(file);
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    private static BufferedImage decode(Path file) {
        try {
            FileException.requireFile(file);
            try (var in = new FileImageInputStream(file.toFile())) {
                var readers = ImageIO.getImageReaders(in);
                if (!readers.hasNext()) {
                    throw new FileException("cannot read " + file + ": it is not a picture of a known format");
                }
                var reader = readers.next();
                try {
                    reader.setInput(in, true, true);
                    return checked(file, reader).read(0);
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException e) {
            throw FileException.reading(file, e);
        } catch (RuntimeException e) {
            // Decoders stumble over damaged files in many ways.
            throw e instanceof FileException ? e : FileException.reading(file, new IOException("the picture is damaged: " + e, e));
        }
    }

    private static ImageReader checked(Path file, ImageReader reader) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
            throw new FileException("cannot read " + file + ": " + reader.getWidth(0) + " x " + reader.getHeight(0)
                + " pixels are more than " + MOST_PIXELS);
        }
        return reader;
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    }

    /** Java would make grey brighter: it takes it for linear light. */
    private static void grey(BufferedImage image, float[] values) {
        int count = image.getHeight() * image.getWidth();
        float most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        var levels = image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, new float[count]);
        for (int i = 0; i < count; i++) {
            float level = levels[i] / most;
            values[i] = level;
            values[count + i] = level;
            values[2 * count + i] = level;
        }
    }

    private static void colour(BufferedImage image, float[] values) {
        int width = image.getWidth();
        int count = image.getHeight() * width;
        var row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                values[at] = (row[x] >> 16 & 0xFF) / 255f;
                values[count + at] = (row[x] >> 8 & 0xFF) / 255f;
                values[2 * count + at] = (row[x] & 0xFF) / 255f;
            }
        }
    }
}
