package dev.tenon.nn.norm;

import dev.tenon.nn.Parametrization;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A weight as its length and its direction, {@code g * v / |v|}, each trained by itself: {@code linear.parametrize("weight", new WeightNorm())}.
 * The state has {@code original0} for g and {@code original1} for v.
 *
 * @see <a href="https://arxiv.org/abs/1602.07868">Salimans and Kingma (2016)</a>
 */
public final class WeightNorm extends Parametrization {
    private final @Nullable Long dim;

    /** A length for each output: for each position of dimension 0. */
    public WeightNorm() {
        this(0L);
    }

    /** @param dim the dimension that has a length for each of its positions; null for one length in all */
    public WeightNorm(@Nullable Long dim) {
        this.dim = dim;
    }

    @Override
    public Tensor value(List<Tensor> originals) {
        var direction = originals.get(1);
        return direction.mul(originals.get(0).div(length(direction)));
    }

    @Override
    public List<Tensor> originals(Tensor value) {
        return List.of(length(value), value);
    }

    private Tensor length(Tensor weight) {
        long kept = dim == null ? -1 : dim < 0 ? dim + weight.rank() : dim;
        return Ops.linalgVectorNorm(weight, 2.0, LongStream.range(0, weight.rank()).filter(d -> d != kept).toArray(), dim != null);
    }

    @Override
    protected String typeName() {
        return "_WeightNorm";
    }
}
