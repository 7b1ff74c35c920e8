package sample;

import dev.tenon.spi.SealedOperand;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import sample.ops.Fold;
import sample.ops.Gelu;

/**
 * The operators as methods of a tensor, which stands for their first tensor parameter.
 */
public abstract sealed class SampleMethods extends SealedOperand permits Tensor {
    abstract Tensor self();

    /**
     * Rectified linear unit that lets negative inputs through with a small slope.
     * <p>{@code output = input > 0 ? input : input * negative_slope}
     *
     * @param negativeSlope a number; {@code 0.01} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @see "Maas, Hannun &amp; Ng (2013), Rectifier nonlinearities improve neural network acoustic models"
     */
    public final Tensor leakyRelu(Number negativeSlope) {
        return SampleOps.leakyRelu(self(), negativeSlope);
    }

    /**
     * Writes the result into the first operand and returns that. Rectified linear unit that lets negative inputs through with a
     * small slope.
     * <p>{@code output = input > 0 ? input : input * negative_slope}
     *
     * @param negativeSlope a number; {@code 0.01} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @see "Maas, Hannun &amp; Ng (2013), Rectifier nonlinearities improve neural network acoustic models"
     */
    public final Tensor leakyRelu_(Number negativeSlope) {
        return SampleOps.leakyRelu_(self(), negativeSlope);
    }

    /**
     * The same as {@link SampleMethods#leakyRelu(Number)}
     * with {@code negativeSlope = 0.01}.
     *
     * @return a tensor
     */
    public final Tensor leakyRelu() {
        return SampleOps.leakyRelu(self());
    }

    /**
     * Writes the result into the first operand and returns that.
     * The same as {@link SampleMethods#leakyRelu_(Number)}
     * with {@code negativeSlope = 0.01}.
     *
     * @return a tensor
     */
    public final Tensor leakyRelu_() {
        return SampleOps.leakyRelu_(self());
    }

    /**
     * Gaussian error linear unit.
     * <p>{@code output = 0.5 * input * (1 + erf(input * SQRT1_2)) for none}
     * <p>{@code output = 0.5 * input * (1 + tanh(SQRT_2_PI * (input + 0.044715 * input * input * input))) for tanh}
     *
     * @param approximate one of {@code none, tanh}; {@code none} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks &amp; Gimpel (2016), arXiv:1606.08415</a>
     */
    public final Tensor gelu(Gelu.Approximate approximate) {
        return SampleOps.gelu(self(), approximate);
    }

    /**
     * The same as {@link SampleMethods#gelu(Gelu.Approximate)}
     * with {@code approximate = none}.
     *
     * @return a tensor
     */
    public final Tensor gelu() {
        return SampleOps.gelu(self());
    }

    /**
     * The mean of two elements, broadcast.
     * <p>{@code output = 0.5 * (input + other)}
     *
     * @param other a tensor of any dtype, or a number
     * @return a tensor
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public final Tensor blend(Tensor other) {
        return SampleOps.blend(self(), other);
    }

    /**
     * The mean of two elements, broadcast.
     * <p>{@code output = 0.5 * (input + other)}
     *
     * @param other a tensor of any dtype, or a number
     * @return a tensor
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public final Tensor mix(Tensor other) {
        return SampleOps.blend(self(), other);
    }

    /**
     * The same as {@link SampleMethods#blend(Tensor)}
     * for a number as {@code other}.
     *
     * @param other a tensor of any dtype, or a number
     * @return a tensor
     */
    public final Tensor blend(Number other) {
        return SampleOps.blend(self(), other);
    }

    /**
     * The same as {@link SampleMethods#mix(Tensor)}
     * for a number as {@code other}.
     *
     * @param other a tensor of any dtype, or a number
     * @return a tensor
     */
    public final Tensor mix(Number other) {
        return SampleOps.blend(self(), other);
    }

    /**
     * The sum over the given dimensions, or over all.
     *
     * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
     * @param keepdim true or false; {@code false} if left out
     * @return a tensor
     */
    public final Tensor sum(long @Nullable [] dim, boolean keepdim) {
        return SampleOps.sum(self(), dim, keepdim);
    }

    /**
     * The same as {@link SampleMethods#sum(long[], boolean)}
     * for one integer as {@code dim}.
     *
     * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
     * @param keepdim true or false; {@code false} if left out
     * @return a tensor
     */
    public final Tensor sum(long dim, boolean keepdim) {
        return SampleOps.sum(self(), dim, keepdim);
    }

    /**
     * The same as {@link SampleMethods#sum(long[], boolean)}
     * with {@code keepdim = false}.
     *
     * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
     * @return a tensor
     */
    public final Tensor sum(long @Nullable ... dim) {
        return SampleOps.sum(self(), dim);
    }

    /**
     * The same as {@link SampleMethods#sum(long[], boolean)}
     * with {@code dim = all, keepdim = false}.
     *
     * @return a tensor
     */
    public final Tensor sum() {
        return SampleOps.sum(self());
    }

    /**
     * Half the sum of the squared differences.
     *
     * @param target a tensor of a floating dtype
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public final Tensor halfSquare(Tensor target) {
        return SampleOps.halfSquare(self(), target);
    }

    /**
     * The rows, repeated and summed.
     *
     * @param weight a tensor of a floating dtype, or null; {@code null} if left out
     * @param fold one of {@code none, total}; {@code none} if left out
     * @param cells one integer, or 2; {@code 1} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     * @throws dev.tenon.core.ShapeException unless {@code rank(input) >= 2}
     * @throws dev.tenon.core.ShapeException unless {@code weight == null || weight.shape == trailing(input.shape, -1)}
     */
    public final Tensor weightedRows(@Nullable Tensor weight, Fold fold, long... cells) {
        return SampleOps.weightedRows(self(), weight, fold, cells);
    }

    /**
     * The same as {@link SampleMethods#weightedRows(Tensor, Fold, long[])}
     * with {@code cells = 1}.
     *
     * @param weight a tensor of a floating dtype, or null; {@code null} if left out
     * @param fold one of {@code none, total}; {@code none} if left out
     * @return a tensor
     */
    public final Tensor weightedRows(@Nullable Tensor weight, Fold fold) {
        return SampleOps.weightedRows(self(), weight, fold);
    }

    /**
     * The same as {@link SampleMethods#weightedRows(Tensor, Fold, long[])}
     * with {@code fold = none, cells = 1}.
     *
     * @param weight a tensor of a floating dtype, or null; {@code null} if left out
     * @return a tensor
     */
    public final Tensor weightedRows(@Nullable Tensor weight) {
        return SampleOps.weightedRows(self(), weight);
    }

    /**
     * The same as {@link SampleMethods#weightedRows(Tensor, Fold, long[])}
     * with {@code weight = null, fold = none, cells = 1}.
     *
     * @return a tensor
     */
    public final Tensor weightedRows() {
        return SampleOps.weightedRows(self());
    }

    /**
     * One below and one above the sums of the rows.
     *
     * @return the tensors {@code low}, {@code high}
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     */
    public final ExtentResult extent() {
        return SampleOps.extent(self());
    }

    /**
     * The product of two matrices, scaled, and the norms of its rows.
     *
     * @param weight a tensor of a floating dtype, {@code [k, m]}
     * @param bias a tensor of a floating dtype, {@code [m]}, or null; {@code null} if left out
     * @param scale a real number; {@code 1} if left out
     * @return the tensors {@code output}, {@code norms}
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     * @throws dev.tenon.core.ArgumentException unless {@code scale > 0}
     */
    public final ScaledMmResult scaledMm(Tensor weight, @Nullable Tensor bias, double scale) {
        return SampleOps.scaledMm(self(), weight, bias, scale);
    }

    /**
     * The same as {@link SampleMethods#scaledMm(Tensor, Tensor, double)}
     * with {@code scale = 1}.
     *
     * @param weight a tensor of a floating dtype, {@code [k, m]}
     * @param bias a tensor of a floating dtype, {@code [m]}, or null; {@code null} if left out
     * @return the tensors {@code output}, {@code norms}
     */
    public final ScaledMmResult scaledMm(Tensor weight, @Nullable Tensor bias) {
        return SampleOps.scaledMm(self(), weight, bias);
    }

    /**
     * The same as {@link SampleMethods#scaledMm(Tensor, Tensor, double)}
     * with {@code bias = null, scale = 1}.
     *
     * @param weight a tensor of a floating dtype, {@code [k, m]}
     * @return the tensors {@code output}, {@code norms}
     */
    public final ScaledMmResult scaledMm(Tensor weight) {
        return SampleOps.scaledMm(self(), weight);
    }

    /**
     * Swaps two dimensions.
     *
     * @param dim0 an integer
     * @param dim1 an integer
     * @return a tensor
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public final Tensor transpose(long dim0, long dim1) {
        return SampleOps.transpose(self(), dim0, dim1);
    }
}
