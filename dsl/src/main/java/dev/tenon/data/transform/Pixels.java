package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;

/** A picture while it is changed, channel by channel and row by row. Each change makes a new one. */
public final class Pixels {
    private final float[] values;
    private final int channels;
    private final int height;
    private final int width;

    /**
     * A picture.
     *
     * @param values {@code channels * height * width} of them
     * @param channels 3 of a coloured picture, 1 of a grey one
     */
    Pixels(float[] values, int channels, int height, int width) {
        if (values.length != channels * height * width || channels < 1) {
            throw new ShapeException("image: " + channels + " x " + height + " x " + width + " pixels have " + values.length + " values");
        }
        this.values = values;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    float[] values() {
        return values;
    }

    /** 3 of a coloured picture, 1 of a grey one. */
    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** An empty picture of the same channels. */
    Pixels blank(int rows, int columns) {
        return new Pixels(new float[channels * rows * columns], channels, rows, columns);
    }

    /**
     * The elements of a picture {@code [c, h, w]}.
     *
     * @throws ShapeException if it has another rank
     * @throws ArgumentException if it is not of floating dtype
     */
    public static Pixels of(Tensor image) {
        if (image.rank() != 3) {
            throw new ShapeException("image: expected [channels, height, width], got " + image.shape());
        }
        if (!image.dtype().isFloating()) {
            throw new ArgumentException("image: expected values from 0 to 1 of a floating dtype, got " + image.dtype()
                + "\n  try:   x.to(FLOAT32).div(255)");
        }
        return new Pixels(image.toFloatArray(), Math.toIntExact(image.size(0)), Math.toIntExact(image.size(1)),
            Math.toIntExact(image.size(2)));
    }

    /** As float32 {@code [c, h, w]}. */
    public Tensor tensor() {
        return Creation.of(values, DType.FLOAT32, Device.CPU, channels, height, width);
    }

    /** The value at a place. */
    public float at(int channel, int row, int column) {
        return values[(channel * height + row) * width + column];
    }

    void set(int channel, int row, int column, float value) {
        values[(channel * height + row) * width + column] = value;
    }

    /** How many values a channel has. */
    int area() {
        return height * width;
    }
}
