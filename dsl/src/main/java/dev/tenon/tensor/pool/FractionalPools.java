package dev.tenon.tensor.pool;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.FractionalMaxPool2dWithIndicesResult;
import dev.tenon.tensor.FractionalMaxPool3dWithIndicesResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.conv.ImageWindows;
import dev.tenon.tensor.sort.Lookups;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Maxima of windows of one size that begin at places {@code floor((i + u) a) - floor(u a)}, with a chosen so that the last one ends with the
 * input: steps of two sizes in an order that a number u in [0, 1) draws for each plane and dimension.
 */
public final class FractionalPools {
    private final String name;
    private final Tensor input;
    private final int spatial;
    private final long[] kernel;
    private final long[] sizes;

    private FractionalPools(String name, Tensor input, int spatial, long[] kernel, long @Nullable [] outputSize,
        double @Nullable [] outputRatio) {
        VolumePools.requireRank(name, input, spatial);
        this.name = name;
        this.input = input;
        this.spatial = spatial;
        this.kernel = new long[spatial];
        Arrays.setAll(this.kernel, d -> ImageWindows.at(kernel, d));
        this.sizes = sizes(outputSize, outputRatio);
        for (int d = 0; d < spatial; d++) {
            if (this.kernel[d] < 1 || sizes[d] < 1 || sizes[d] + this.kernel[d] - 1 > size(d)) {
                throw new ArgumentException(name + ": windows of " + this.kernel[d] + " that begin at " + sizes[d]
                    + " different places must fit into the input's size " + size(d) + "\n  input: " + Operand.describe(input)
                    + "\n  try:   an output_size of at most " + (size(d) - this.kernel[d] + 1) + ", or a smaller kernel");
            }
        }
    }

    public static FractionalMaxPool2dWithIndicesResult pool2d(Tensor input, long[] kernelSize, long @Nullable [] outputSize,
        double @Nullable [] outputRatio, @Nullable Tensor samples) {
        var pool = new FractionalPools("fractional_max_pool2d", input, 2, kernelSize, outputSize, outputRatio);
        var indices = pool.indices(samples);
        return new FractionalMaxPool2dWithIndicesResult(pool.values(indices), indices);
    }

    public static FractionalMaxPool3dWithIndicesResult pool3d(Tensor input, long[] kernelSize, long @Nullable [] outputSize,
        double @Nullable [] outputRatio, @Nullable Tensor samples) {
        var pool = new FractionalPools("fractional_max_pool3d", input, 3, kernelSize, outputSize, outputRatio);
        var indices = pool.indices(samples);
        return new FractionalMaxPool3dWithIndicesResult(pool.values(indices), indices);
    }

    private long size(int d) {
        return input.size(d - spatial);
    }

    private long[] sizes(long @Nullable [] outputSize, double @Nullable [] outputRatio) {
        if ((outputSize == null) == (outputRatio == null)) {
            throw new ArgumentException(name + ": takes " + (outputSize == null ? "output_size or output_ratio, got neither"
                : "one of output_size and output_ratio, got both"));
        }
        var sizes = new long[spatial];
        if (outputSize != null) {
            Arrays.setAll(sizes, d -> ImageWindows.at(outputSize, d));
            return sizes;
        }
        var ratios = outputRatio == null ? new double[0] : outputRatio;
        if (ratios.length != 1 && ratios.length != spatial || Arrays.stream(ratios).anyMatch(ratio -> !(ratio > 0 && ratio < 1))) {
            throw new ArgumentException(name + ": output_ratio must be a number between 0 and 1, or " + spatial + " of them, got "
                + Arrays.toString(ratios));
        }
        Arrays.setAll(sizes, d -> (long) (size(d) * ratios[ratios.length == 1 ? 0 : d]));
        return sizes;
    }

    // ---- places -----------------------------------------------------------------------------------------------------

    /** Where in its plane each maximum stands: the first of equal ones; of several NaN the last. */
    private Tensor indices(@Nullable Tensor samples) {
        var places = places(Ops.reshape(samples == null ? drawn() : given(samples), -1, spatial));
        long windows = product(sizes);
        long inWindow = product(kernel);
        var elements = Ops.reshape(Ops.gather(planes(), 1, Ops.flatten(places, 1)), -1, windows, inWindow).detach();
        var nan = Ops.isnan(elements);
        var lastNan = Ops.argmax(Ops.mul(nan.to(DType.INT64), Ops.add(Lookups.counting(inWindow, input), 1)), -1L, true);
        var best = Ops.where(Ops.any(nan, -1L, true), lastNan, Ops.argmax(elements, -1L, true));
        return Ops.reshape(Ops.gather(Ops.reshape(places, -1, windows, inWindow), 2, best), outputShape());
    }

    /** The elements of all windows as places in their plane, {@code [planes, windows, elements of one]} without the middle ones apart. */
    private Tensor places(Tensor samples) {
        var places = Lookups.counting(1, input);
        for (int d = 0; d < spatial; d++) {
            // PyTorch's samples of images begin with the one for the width, those of volumes with the one for the depth.
            var starts = starts(Ops.narrow(samples, 1, spatial == 2 ? 1 - d : d, 1), d);
            var along = Ops.add(Ops.unsqueeze(starts, 2), Lookups.counting(kernel[d], input));
            places = Ops.add(Ops.mul(places, size(d)), Ops.reshape(along, spread(d)));
        }
        return places;
    }

    /** The sizes of dimension d's places: planes, then all dimensions of windows, then all within a window. */
    private long[] spread(int d) {
        var shape = new long[1 + 2 * spatial];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        shape[1 + d] = sizes[d];
        shape[1 + spatial + d] = kernel[d];
        return shape;
    }

    /** Where windows begin along dimension d, {@code [planes, windows]}. */
    private Tensor starts(Tensor sample, int d) {
        long last = size(d) - kernel[d];
        var numbers = Lookups.counting(sizes[d], input);
        // The step is rounded to the input's dtype before anything is multiplied by it, as in PyTorch.
        var step = Ops.div(Ops.fullLike(sample, last), Math.max(sizes[d] - 1, 1));
        var begun = Ops.sub(Ops.trunc(Ops.mul(Ops.add(sample, numbers.to(sample.dtype())), step)), Ops.trunc(Ops.mul(sample, step)));
        return Ops.maskedFill(begun.to(DType.INT64), Ops.eq(numbers, sizes[d] - 1), last);
    }

    private Tensor drawn() {
        long planes = planes().size(0);
        return Ops.rand(new long[] {planes, spatial}, input.dtype(), input.device());
    }

    private Tensor given(Tensor samples) {
        long batch = input.rank() == spatial + 1 ? 1 : input.size(0);
        long channels = input.size(-spatial - 1);
        if (samples.rank() != 3 || samples.size(0) != batch || samples.size(1) != channels || samples.size(2) != spatial) {
            throw new ShapeException(name + ": the samples must be [" + batch + ", " + channels + ", " + spatial
                + "], a number in [0, 1) for each plane and dimension\n  samples: " + Operand.describe(samples) + "   input: "
                + Operand.describe(input));
        }
        return samples.to(input.dtype());
    }

    // ---- planes -----------------------------------------------------------------------------------------------------

    private Tensor planes() {
        return Ops.reshape(input, input.numel() == 0 ? leading() : -1, plane());
    }

    private long leading() {
        long planes = 1;
        for (int d = 0; d < input.rank() - spatial; d++) {
            planes *= input.size(d);
        }
        return planes;
    }

    private long plane() {
        long plane = 1;
        for (int d = 0; d < spatial; d++) {
            plane *= size(d);
        }
        return plane;
    }

    private Tensor values(Tensor indices) {
        return Ops.reshape(Ops.gather(planes(), 1, Ops.reshape(indices, leading(), product(sizes))), outputShape());
    }

    private long[] outputShape() {
        var shape = input.shape().toArray();
        System.arraycopy(sizes, 0, shape, shape.length - spatial, spatial);
        return shape;
    }

    private static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }
}
