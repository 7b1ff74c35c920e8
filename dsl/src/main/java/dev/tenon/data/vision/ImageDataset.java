package dev.tenon.data.vision;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Images {@code [n, c, h, w]} and labels of one byte each; a batch has the images as float32 in [0, 1], and the labels as int64. */
final class ImageDataset implements Dataset {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final float[] LEVEL = new float[256];

    static {
        for (int i = 0; i < LEVEL.length; i++) {
            LEVEL[i] = i / 255f;
        }
    }

    private final Tensor images;
    private final Tensor labels;

    ImageDataset(Tensor images, Tensor labels) {
        this.images = images.escape();
        this.labels = labels.escape();
    }

    @Override
    public long size() {
        return labels.numel();
    }

    @Override
    public Batch batch(long[] indices) {
        var shape = images.shape().toArray();
        shape[0] = indices.length;
        var x = Creation.empty(DType.FLOAT32, Device.CPU, shape);
        var y = Creation.empty(DType.INT64, Device.CPU, indices.length);
        if (x.numel() > 0) {
            x.useSegment(to -> images.useSegment(bytes -> fill(indices, x.numel() / indices.length, bytes, to)));
        }
        if (indices.length > 0) {
            y.useSegment(to -> labels.useSegment(bytes -> label(indices, bytes, to)));
        }
        return new Batch(x, y);
    }

    private void fill(long[] indices, long pixels, MemorySegment bytes, MemorySegment x) {
        for (int i = 0; i < indices.length; i++) {
            long from = checked(indices[i]) * pixels;
            long to = i * pixels;
            for (long p = 0; p < pixels; p++) {
                x.setAtIndex(FLOAT, to + p, LEVEL[bytes.get(ValueLayout.JAVA_BYTE, from + p) & 0xFF]);
            }
        }
    }

    private void label(long[] indices, MemorySegment bytes, MemorySegment y) {
        for (int i = 0; i < indices.length; i++) {
            y.setAtIndex(LONG, i, bytes.get(ValueLayout.JAVA_BYTE, checked(indices[i])) & 0xFF);
        }
    }

    private long checked(long index) {
        if (index < 0 || index >= size()) {
            throw new ArgumentException("images: sample " + index + " is out of range, there are " + size());
        }
        return index;
    }
}
