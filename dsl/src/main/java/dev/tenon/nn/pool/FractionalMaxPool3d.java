package dev.tenon.nn.pool;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The maxima of windows of volumes {@code [B, C, D, H, W]} that begin at places drawn anew in each pass, so that a network can become smaller by any ratio:
 * {@code new FractionalMaxPool3d(2, o -> o.outputRatio(0.7))}.
 *
 * @see <a href="https://arxiv.org/abs/1412.6071">Graham (2014)</a>
 */
public final class FractionalMaxPool3d extends FractionalMaxPool {
    /** Windows of one size in all dimensions. */
    public FractionalMaxPool3d(long kernel, UnaryOperator<FractionalMaxPoolOptions> options) {
        this(new long[] {kernel}, options);
    }

    /** Windows of these sizes; the options must say the output's size or ratio. */
    public FractionalMaxPool3d(long[] kernel, UnaryOperator<FractionalMaxPoolOptions> options) {
        super(3, kernel, options.apply(FractionalMaxPoolOptions.DEFAULT));
    }

    @Override
    List<Tensor> pooled(Tensor input, @Nullable Tensor given) {
        var result = Ops.fractionalMaxPool3dWithIndices(input, kernel, outputSize, outputRatio, given);
        return List.of(result.values(), result.indices());
    }
}
