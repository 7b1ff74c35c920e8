package dev.tenon.nn.pool;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What fractional pools share: their arguments, and where their random numbers come from. */
abstract sealed class FractionalMaxPool extends UnaryLayer permits FractionalMaxPool2d, FractionalMaxPool3d {
    final long[] kernel;
    final long @Nullable [] outputSize;
    final double @Nullable [] outputRatio;
    private final boolean returnIndices;
    private final @Nullable Parameter samples;
    private final Generator generator = random("generator");

    FractionalMaxPool(int dims, long[] kernel, FractionalMaxPoolOptions options) {
        var name = getClass().getSimpleName();
        requireNumbers(name, "kernel_size", kernel.length, dims);
        Arrays.stream(kernel).forEach(size -> Sizes.requirePositive(name, "kernel_size", size));
        var size = options.outputSize();
        var ratio = options.outputRatio() == null ? null : options.outputRatio().toArray();
        if ((size == null) == (ratio == null)) {
            throw new ArgumentException(name + ": takes outputSize or outputRatio, got " + (size == null ? "neither" : "both")
                + "\n  try:   o -> o.outputRatio(0.7)");
        }
        if (size != null) {
            requireNumbers(name, "output_size", size.size(), dims);
        } else if (ratio != null) {
            requireNumbers(name, "output_ratio", ratio.length, dims);
            if (Arrays.stream(ratio).anyMatch(each -> !(each > 0 && each < 1))) {
                throw new ArgumentException(name + ": outputRatio must be between 0 and 1, got " + Arrays.toString(ratio));
            }
        }
        this.kernel = kernel.clone();
        this.outputSize = size == null ? null : size.toArray();
        this.outputRatio = ratio;
        this.returnIndices = options.returnIndices();
        this.samples = options.samples() == null ? null : buffer("_random_samples", options.samples());
    }

    private static void requireNumbers(String layer, String name, int given, int dims) {
        if (given != 1 && given != dims) {
            throw new ArgumentException(layer + ": " + name + " takes 1 or " + dims + " numbers, got " + given);
        }
    }

    /** Values and indices, under these samples or drawn ones. */
    abstract List<Tensor> pooled(Tensor input, @Nullable Tensor given);

    private List<Tensor> pooled(Tensor input) {
        Supplier<List<Tensor>> call = () -> pooled(input, samples == null ? null : samples.value());
        return samples == null ? generator.drawing(call) : call.get();
    }

    @Override
    protected Tensor output(Tensor input) {
        return pooled(input).getFirst();
    }

    @Override
    protected List<Tensor> outputs(Tensor input) {
        var both = pooled(input);
        return returnIndices ? both : both.subList(0, 1);
    }
}
