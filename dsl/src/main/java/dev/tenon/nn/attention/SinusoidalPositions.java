package dev.tenon.nn.attention;

import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Adds to every element of {@code [batch, length, size]} what tells its place: at position p the sines and cosines of {@code p / 10000^(2i / size)}, in
 * turn. Nothing is learned, and any length will do.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.5</a>
 */
public final class SinusoidalPositions extends UnaryLayer {
    private static final double SLOWEST = 10_000;

    @Override
    protected Tensor output(Tensor input) {
        if (input.rank() < 2) {
            throw new ShapeException("SinusoidalPositions: the input must be [..., length, size], got rank " + input.rank());
        }
        return Ops.add(input, table(input));
    }

    /** {@code [length, size]}. */
    private static Tensor table(Tensor input) {
        long length = input.size(-2);
        long size = input.size(-1);
        long pairs = (size + 1) / 2;
        // Halves cannot tell the places of a long sequence apart.
        var dtype = input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        try (var _ = GradMode.noGrad()) {
            var position = Creation.arange(0, length, 1, dtype, input.device());
            var pair = Creation.arange(0, pairs, 1, dtype, input.device());
            var angle = Ops.outer(position, Ops.exp(Ops.mul(pair, -2 * Math.log(SLOWEST) / size)));
            var both = Ops.reshape(Ops.stack(List.of(Ops.sin(angle), Ops.cos(angle)), 2), length, 2 * pairs);
            return Ops.narrow(both, 1, 0, size).to(input.dtype());
        }
    }
}
