package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.data.Batch;
import dev.tenon.data.LoaderOptions;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;

/** Each picture with the one before it in its batch; the first with the last. */
record Mixing(double alpha, int classes, boolean cuts) implements LoaderOptions.Transform {
    Mixing {
        if (!(alpha > 0) || classes < 1) {
            throw new ArgumentException("mixing: alpha must be above 0 and classes at least 1, got " + alpha + " and " + classes);
        }
    }

    @Override
    public Batch apply(Batch batch, Generator random) {
        double share = Draw.beta(random, alpha);
        var shape = batch.x().shape().toArray();
        if (shape.length != 4 || !batch.x().dtype().isFloating()) {
            throw new ShapeException("mixing: expected pictures [b, c, h, w] of a floating dtype, got " + batch.x().shape() + " of "
                + batch.x().dtype());
        }
        var from = batch.x().toFloatArray();
        var values = from.clone();
        if (cuts) {
            share = cut(from, values, shape, share, random);
        } else {
            mix(from, values, (int) shape[0], (float) share);
        }
        return batch.withX(Creation.of(values, DType.FLOAT32, Device.CPU, shape)).withY(targets(batch.y(), (float) share));
    }

    private static void mix(float[] from, float[] values, int count, float share) {
        int size = values.length / Math.max(1, count);
        for (int i = 0; i < values.length; i++) {
            int before = i < size ? i + values.length - size : i - size;
            values[i] = share * from[i] + (1 - share) * from[before];
        }
    }

    /** Answers the share that is left of each picture. */
    private static double cut(float[] from, float[] values, long[] shape, double share, Generator random) {
        int height = (int) shape[2];
        int width = (int) shape[3];
        int x = Draw.below(random, width);
        int y = Draw.below(random, height);
        double half = 0.5 * Math.sqrt(1 - share);
        int left = Math.max(0, x - (int) (half * width));
        int right = Math.min(width, x + (int) (half * width));
        int top = Math.max(0, y - (int) (half * height));
        int bottom = Math.min(height, y + (int) (half * height));
        int size = (int) (shape[1] * height * width);
        for (int row = 0; row < shape[0] * shape[1] * height; row++) {
            if (row % height >= top && row % height < bottom) {
                int at = row * width + left;
                System.arraycopy(from, at < size ? at + from.length - size : at - size, values, at, right - left);
            }
        }
        return 1 - (double) (right - left) * (bottom - top) / (height * width);
    }

    private Tensor targets(Tensor y, float share) {
        if (y.rank() != 1 || y.dtype().isFloating()) {
            throw new ShapeException("mixing: expected targets [b] of whole numbers, got " + y.shape() + " of " + y.dtype());
        }
        var labels = y.toLongArray();
        var values = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            values[i * classes + checked(labels[i])] += share;
            values[i * classes + checked(labels[i == 0 ? labels.length - 1 : i - 1])] += 1 - share;
        }
        return Creation.of(values, DType.FLOAT32, Device.CPU, labels.length, classes);
    }

    private int checked(long label) {
        if (label < 0 || label >= classes) {
            throw new ArgumentException("mixing: class " + label + " is out of range, there are " + classes);
        }
        return (int) label;
    }
}
