package dev.tenon.nn.linear;

import dev.tenon.nn.JoinedLayer;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For every output a form of two vectors, {@code x1 * weight[o] * x2 + bias[o]}. */
public final class Bilinear extends JoinedLayer {
    private final long in1;
    private final long in2;
    private final long out;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    public Bilinear(long in1, long in2, long out) {
        this(in1, in2, out, true);
    }

    /** Weight and bias start uniform within {@code 1 / sqrt(in1)}. */
    public Bilinear(long in1, long in2, long out, boolean withBias) {
        super("input1", "input2");
        Sizes.requirePositive("Bilinear", "in1", in1);
        Sizes.requirePositive("Bilinear", "in2", in2);
        Sizes.requirePositive("Bilinear", "out", out);
        this.in1 = in1;
        this.in2 = in2;
        this.out = out;
        this.weight = parameter("weight", Init.fanIn(in1, out, in1, in2));
        this.bias = withBias ? parameter("bias", Init.fanIn(in1, out)) : null;
    }

    /** The forms of two batches {@code [..., in1]} and {@code [..., in2]}: {@code [..., out]}. */
    public Tensor forward(Tensor input1, Tensor input2) {
        return call(List.of(input1, input2));
    }

    @Override
    protected Tensor joined(List<Tensor> inputs) {
        return Ops.bilinear(inputs.get(0), inputs.get(1), weight.value(), bias == null ? null : bias.value());
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add("in1_features", in1).add("in2_features", in2).add("out_features", out).add("bias", bias != null)
            .arguments();
    }
}
