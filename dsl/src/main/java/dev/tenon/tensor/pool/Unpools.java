package dev.tenon.tensor.pool;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.conv.ImageWindows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The inverse of max pooling as far as there is one: the maxima go back to their places, all else is 0. */
public final class Unpools {
    private Unpools() {}

    public static Tensor unpool1d(Tensor input, Tensor indices, long[] kernelSize, long @Nullable [] stride, long[] padding,
        long @Nullable [] outputSize) {
        return unpool("max_unpool1d", 1, input, indices, kernelSize, stride, padding, outputSize);
    }

    public static Tensor unpool2d(Tensor input, Tensor indices, long[] kernelSize, long @Nullable [] stride, long[] padding,
        long @Nullable [] outputSize) {
        return unpool("max_unpool2d", 2, input, indices, kernelSize, stride, padding, outputSize);
    }

    public static Tensor unpool3d(Tensor input, Tensor indices, long[] kernelSize, long @Nullable [] stride, long[] padding,
        long @Nullable [] outputSize) {
        return unpool("max_unpool3d", 3, input, indices, kernelSize, stride, padding, outputSize);
    }

    private static Tensor unpool(String name, int spatial, Tensor input, Tensor indices, long[] kernelSize, long @Nullable [] stride,
        long[] padding,
        long @Nullable [] outputSize) {
        VolumePools.requireRank(name, input, spatial);
        if (!input.shape().equals(indices.shape())) {
            throw new ShapeException(
                name + ": the indices must have the shape of the input\n  input: " + Operand.describe(input) + "   indices: "
                    + Operand.describe(indices));
        }
        var sizes = sizes(name, spatial, input, kernelSize, VolumePools.steps(stride, kernelSize), padding, outputSize);
        long planes = 1;
        long pooled = 1;
        long places = 1;
        for (int d = 0; d < sizes.length; d++) {
            boolean inPlane = d >= sizes.length - spatial;
            planes *= inPlane ? 1 : sizes[d];
            pooled *= inPlane ? input.size(d) : 1;
            places *= inPlane ? sizes[d] : 1;
        }
        var zeros = Creation.zeros(input.dtype(), input.device(), planes, places);
        return Ops.reshape(Ops.scatter(zeros, 1, Ops.reshape(indices, planes, pooled), Ops.reshape(input, planes, pooled)), sizes);
    }

    /** The sizes named, of the last dimensions or of all, or those that the windows would cover; the two must be less than a step apart. */
    private static long[] sizes(String name, int spatial, Tensor input, long[] kernelSize, long[] stride, long[] padding,
        long @Nullable [] outputSize) {
        var sizes = input.shape().toArray();
        int first = sizes.length - spatial;
        if (outputSize != null && outputSize.length != spatial && outputSize.length != sizes.length) {
            throw new ArgumentException(
                name + ": output_size must hold " + spatial + " sizes, or " + sizes.length + " with batch and channels, got "
                    + Arrays.toString(outputSize));
        }
        for (int i = 0; i < spatial; i++) {
            long step = ImageWindows.at(stride, i);
            long covered = (input.size(first + i) - 1) * step - 2 * ImageWindows.at(padding, i) + ImageWindows.at(kernelSize, i);
            long wanted = outputSize == null ? covered : outputSize[outputSize.length - spatial + i];
            if (Math.abs(wanted - covered) >= step && wanted != covered || wanted < 1) {
                throw new ArgumentException(name + ": the output size " + wanted + " must be less than " + step + " away from " + covered
                    + ", which the windows cover\n  input: " + Operand.describe(input));
            }
            sizes[first + i] = wanted;
        }
        return sizes;
    }
}
