package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.conv.Conv1d;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.conv.Conv3d;
import dev.tenon.nn.conv.ConvOptions;
import dev.tenon.nn.conv.ConvTranspose1d;
import dev.tenon.nn.conv.ConvTranspose2d;
import dev.tenon.nn.conv.ConvTranspose3d;
import dev.tenon.nn.conv.ConvTransposeOptions;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.BatchNorm1d;
import dev.tenon.nn.norm.BatchNorm2d;
import dev.tenon.nn.norm.BatchNorm3d;
import dev.tenon.nn.norm.InstanceNorm1d;
import dev.tenon.nn.norm.InstanceNorm2d;
import dev.tenon.nn.norm.InstanceNorm3d;
import dev.tenon.nn.norm.NormOptions;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A layer that takes the number of its inputs from the first input that it is called with, and is PyTorch's layer of that size from then on:
 * {@code LazyLayer.linear(128)}. Until then it has no parameters; make optimizers, load states and move it afterwards.
 */
public final class LazyLayer extends UnaryLayer {
    /** By all numbers up to 20, of which the groups of a convolution may be one. */
    private static final long DIVISIBLE = 232_792_560;

    private final String name;
    private final int dim;
    private final int rank;
    private final LongFunction<? extends Layer> factory;
    private final Generator generator = Placement.current().generator();
    /** Empty before the first call. Not a field of its own, which would be a layer within. */
    private final List<Layer> made = new ArrayList<>(1);

    /**
     * A layer to be made.
     *
     * @param dim the dimension of the input that tells the number
     * @param rank dimensions that the input has at least
     */
    private LazyLayer(String name, int dim, int rank, LongFunction<? extends Layer> factory) {
        this.name = name;
        this.dim = dim;
        this.rank = rank;
        this.factory = factory;
    }

    /** {@link Linear} with as many inputs as come. */
    public static LazyLayer linear(long out) {
        return linear(out, true);
    }

    /** {@link Linear} with as many inputs as come, with or without bias. */
    public static LazyLayer linear(long out, boolean bias) {
        return new LazyLayer("LazyLinear", -1, 1, in -> new Linear(in, out, bias));
    }

    /** {@link Conv1d} with as many channels as come. */
    public static LazyLayer conv1d(long out, UnaryOperator<ConvOptions> options) {
        return new LazyLayer("LazyConv1d", -2, 2, in -> new Conv1d(in, out, options));
    }

    /** {@link Conv2d} with as many channels as come. */
    public static LazyLayer conv2d(long out, UnaryOperator<ConvOptions> options) {
        return new LazyLayer("LazyConv2d", -3, 3, in -> new Conv2d(in, out, options));
    }

    /** {@link Conv3d} with as many channels as come. */
    public static LazyLayer conv3d(long out, UnaryOperator<ConvOptions> options) {
        return new LazyLayer("LazyConv3d", -4, 4, in -> new Conv3d(in, out, options));
    }

    /** {@link ConvTranspose1d} with as many channels as come. */
    public static LazyLayer convTranspose1d(long out, UnaryOperator<ConvTransposeOptions> options) {
        return new LazyLayer("LazyConvTranspose1d", -2, 2, in -> new ConvTranspose1d(in, out, options));
    }

    /** {@link ConvTranspose2d} with as many channels as come. */
    public static LazyLayer convTranspose2d(long out, UnaryOperator<ConvTransposeOptions> options) {
        return new LazyLayer("LazyConvTranspose2d", -3, 3, in -> new ConvTranspose2d(in, out, options));
    }

    /** {@link ConvTranspose3d} with as many channels as come. */
    public static LazyLayer convTranspose3d(long out, UnaryOperator<ConvTransposeOptions> options) {
        return new LazyLayer("LazyConvTranspose3d", -4, 4, in -> new ConvTranspose3d(in, out, options));
    }

    /** {@link BatchNorm1d} with as many channels as come. */
    public static LazyLayer batchNorm1d(UnaryOperator<NormOptions> options) {
        return new LazyLayer("LazyBatchNorm1d", 1, 2, features -> new BatchNorm1d(features, options));
    }

    /** {@link BatchNorm2d} with as many channels as come. */
    public static LazyLayer batchNorm2d(UnaryOperator<NormOptions> options) {
        return new LazyLayer("LazyBatchNorm2d", 1, 2, features -> new BatchNorm2d(features, options));
    }

    /** {@link BatchNorm3d} with as many channels as come. */
    public static LazyLayer batchNorm3d(UnaryOperator<NormOptions> options) {
        return new LazyLayer("LazyBatchNorm3d", 1, 2, features -> new BatchNorm3d(features, options));
    }

    /** {@link InstanceNorm1d} with as many channels as come. */
    public static LazyLayer instanceNorm1d(UnaryOperator<NormOptions> options) {
        return new LazyLayer("LazyInstanceNorm1d", -2, 2, features -> new InstanceNorm1d(features, options));
    }

    /** {@link InstanceNorm2d} with as many channels as come. */
    public static LazyLayer instanceNorm2d(UnaryOperator<NormOptions> options) {
        return new LazyLayer("LazyInstanceNorm2d", -3, 3, features -> new InstanceNorm2d(features, options));
    }

    /** {@link InstanceNorm3d} with as many channels as come. */
    public static LazyLayer instanceNorm3d(UnaryOperator<NormOptions> options) {
        return new LazyLayer("LazyInstanceNorm3d", -4, 4, features -> new InstanceNorm3d(features, options));
    }

    @Override
    protected Tensor output(Tensor input) {
        if (made.isEmpty()) {
            make(input);
        }
        var layer = made.getFirst();
        layer.onlyThis(isTraining());
        return layer.bare(input);
    }

    private void make(Tensor input) {
        if (input.rank() < rank) {
            throw new ShapeException(name + ": the input must have " + rank + " dimensions or more, got " + input.shape());
        }
        var dtype = input.dtype().isFloating() ? input.dtype() : Placement.current().dtype();
        var layer = new Placement(input.device(), dtype, generator).construct(() -> factory.apply(input.size(dim)));
        adopt(layer);
        made.add(layer);
    }

    @Override
    void requireKnown(String asked) {
        if (made.isEmpty()) {
            throw new ArgumentException(asked + ": " + name + " has no parameters before its first call, which tells their shapes"
                + "\n  try:   model.call(example) first, an example being a batch of inputs");
        }
    }

    @Override
    protected String typeName() {
        return made.isEmpty() ? name : made.getFirst().typeName();
    }

    /** All these texts begin with the number that is not known yet. */
    @Override
    protected String extraRepr() {
        if (made.isEmpty()) {
            var some = new Placement(Device.META, DType.FLOAT32, generator).construct(() -> factory.apply(DIVISIBLE));
            return some.extraRepr().replaceFirst("\\d+", "0");
        }
        return made.getFirst().extraRepr();
    }
}
