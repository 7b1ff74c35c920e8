package sample;

import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Attributes;
import dev.tenon.spi.Sizes;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Operands;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sample.ops.Blend;
import sample.ops.Cat;
import sample.ops.Extent;
import sample.ops.Fold;
import sample.ops.Gelu;
import sample.ops.HalfSquare;
import sample.ops.LeakyRelu;
import sample.ops.ScaledMm;
import sample.ops.Sum;
import sample.ops.Transpose;
import sample.ops.WeightedRows;

/**
 * The operators as static methods.
 */
public class SampleOps {
    /**
     * For classes that pass on these methods.
     */
    protected SampleOps() {
    }

    /**
     * Rectified linear unit that lets negative inputs through with a small slope.
     * <p>{@code output = input > 0 ? input : input * negative_slope}
     *
     * @param input a tensor of a floating dtype
     * @param negativeSlope a number; {@code 0.01} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @see "Maas, Hannun &amp; Ng (2013), Rectifier nonlinearities improve neural network acoustic models"
     */
    public static Tensor leakyRelu(Tensor input, Number negativeSlope) {
        return Dispatch.apply(new LeakyRelu(negativeSlope), LeakyReluRule.INSTANCE, input);
    }

    /**
     * Writes the result into the first operand and returns that. Rectified linear unit that lets negative inputs through with a
     * small slope.
     * <p>{@code output = input > 0 ? input : input * negative_slope}
     *
     * @param input a tensor of a floating dtype
     * @param negativeSlope a number; {@code 0.01} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @see "Maas, Hannun &amp; Ng (2013), Rectifier nonlinearities improve neural network acoustic models"
     */
    public static Tensor leakyRelu_(Tensor input, Number negativeSlope) {
        return Dispatch.inPlace(new LeakyRelu(negativeSlope), LeakyReluRule.INSTANCE, input);
    }

    /**
     * The same as {@link SampleOps#leakyRelu(Tensor, Number)}
     * with {@code negativeSlope = 0.01}.
     *
     * @param input a tensor of a floating dtype
     * @return a tensor
     */
    public static Tensor leakyRelu(Tensor input) {
        return Dispatch.apply(new LeakyRelu(0.01), LeakyReluRule.INSTANCE, input);
    }

    /**
     * Writes the result into the first operand and returns that.
     * The same as {@link SampleOps#leakyRelu_(Tensor, Number)}
     * with {@code negativeSlope = 0.01}.
     *
     * @param input a tensor of a floating dtype
     * @return a tensor
     */
    public static Tensor leakyRelu_(Tensor input) {
        return Dispatch.inPlace(new LeakyRelu(0.01), LeakyReluRule.INSTANCE, input);
    }

    /**
     * Gaussian error linear unit.
     * <p>{@code output = 0.5 * input * (1 + erf(input * SQRT1_2)) for none}
     * <p>{@code output = 0.5 * input * (1 + tanh(SQRT_2_PI * (input + 0.044715 * input * input * input))) for tanh}
     *
     * @param input a tensor of a floating dtype
     * @param approximate one of {@code none, tanh}; {@code none} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks &amp; Gimpel (2016), arXiv:1606.08415</a>
     */
    public static Tensor gelu(Tensor input, Gelu.Approximate approximate) {
        return Dispatch.apply(new Gelu(approximate), GeluRule.INSTANCE, input);
    }

    /**
     * The same as {@link SampleOps#gelu(Tensor, Gelu.Approximate)}
     * with {@code approximate = none}.
     *
     * @param input a tensor of a floating dtype
     * @return a tensor
     */
    public static Tensor gelu(Tensor input) {
        return Dispatch.apply(new Gelu(Gelu.Approximate.NONE), GeluRule.INSTANCE, input);
    }

    /**
     * The mean of two elements, broadcast.
     * <p>{@code output = 0.5 * (input + other)}
     *
     * @param input a tensor of any dtype
     * @param other a tensor of any dtype, or a number
     * @return a tensor
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public static Tensor blend(Tensor input, Tensor other) {
        return Dispatch.apply(Blend.INSTANCE, BlendRule.INSTANCE, input, other);
    }

    /**
     * The same as {@link SampleOps#blend(Tensor, Tensor)}
     * for a number as {@code other}.
     *
     * @param input a tensor of any dtype
     * @param other a tensor of any dtype, or a number
     * @return a tensor
     */
    public static Tensor blend(Tensor input, Number other) {
        return Dispatch.apply(Blend.INSTANCE, BlendRule.INSTANCE, input,
                Dispatch.number("blend", "other", other, input));
    }

    /**
     * The sum over the given dimensions, or over all.
     *
     * @param input a tensor of any dtype
     * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
     * @param keepdim true or false; {@code false} if left out
     * @return a tensor
     */
    public static Tensor sum(Tensor input, long @Nullable [] dim, boolean keepdim) {
        return Dispatch.apply(new Sum(Attributes.ints(dim), keepdim), SumRule.INSTANCE, input);
    }

    /**
     * The same as {@link SampleOps#sum(Tensor, long[], boolean)}
     * for one integer as {@code dim}.
     *
     * @param input a tensor of any dtype
     * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
     * @param keepdim true or false; {@code false} if left out
     * @return a tensor
     */
    public static Tensor sum(Tensor input, long dim, boolean keepdim) {
        return Dispatch.apply(new Sum(Ints.of(dim), keepdim), SumRule.INSTANCE, input);
    }

    /**
     * The same as {@link SampleOps#sum(Tensor, long[], boolean)}
     * with {@code keepdim = false}.
     *
     * @param input a tensor of any dtype
     * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
     * @return a tensor
     */
    public static Tensor sum(Tensor input, long @Nullable ... dim) {
        return Dispatch.apply(new Sum(Attributes.ints(dim), false), SumRule.INSTANCE, input);
    }

    /**
     * The same as {@link SampleOps#sum(Tensor, long[], boolean)}
     * with {@code dim = all, keepdim = false}.
     *
     * @param input a tensor of any dtype
     * @return a tensor
     */
    public static Tensor sum(Tensor input) {
        return Dispatch.apply(new Sum(null, false), SumRule.INSTANCE, input);
    }

    /**
     * Half the sum of the squared differences.
     *
     * @param input a tensor of a floating dtype
     * @param target a tensor of a floating dtype
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public static Tensor halfSquare(Tensor input, Tensor target) {
        return Dispatch.compose(HalfSquare.INSTANCE, () -> {
            Tensor difference = Ops.sub(input, target);
            return Ops.mul(SampleOps.sum(Ops.mul(difference, difference), (long[]) null, true),
                    0.5);
        }, input, target);
    }

    /**
     * The rows, repeated and summed.
     *
     * @param input a tensor of a floating dtype
     * @param weight a tensor of a floating dtype, or null; {@code null} if left out
     * @param fold one of {@code none, total}; {@code none} if left out
     * @param cells one integer, or 2; {@code 1} if left out
     * @return a tensor
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     * @throws dev.tenon.core.ShapeException unless {@code rank(input) >= 2}
     * @throws dev.tenon.core.ShapeException unless {@code weight == null || weight.shape == trailing(input.shape, -1)}
     */
    public static Tensor weightedRows(Tensor input, @Nullable Tensor weight, Fold fold,
            long... cells) {
        return Dispatch.compose(new WeightedRows(fold,
                Attributes.ints(cells, "weighted_rows", "cells")), () -> {
            if (input.rank() < 2) {
                throw new ShapeException("weighted_rows: the input must be [..., n, m], got " +
                        input.rank() + " dimensions\n"
                                + "  input: " + Operand.describe(input) + "\n"
                                + "  try:   unsqueeze() it");
            }
            if (weight != null && !Arrays.equals(weight.shape().toArray(), Sizes.trailing(input.shape().toArray(),
                    -1))) {
                throw new ShapeException("weighted_rows: the weight must hold one number for each of " +
                        input.shape().size(-1) + " columns\n"
                                + "  input: " + Operand.describe(input) + "   weight: " +
                                (weight == null ? null : Operand.describe(weight)));
            }
            Tensor weighted = weight == null ? input : Ops.mul(input, weight);
            if (fold == Fold.TOTAL) {
                return SampleOps.sum(weighted);
            }
            long[] rows = Sizes.joined(Sizes.leading(input.shape().toArray(), -2),
                    new long[] {Attributes.at(cells, 0) * input.shape().size(-2), Attributes.at(cells, 1) * input.shape().size(-1)});
            return SampleOps.sum(Ops.expand(weighted, rows), new long[] {-1});
        }, input, weight);
    }

    /**
     * The same as {@link SampleOps#weightedRows(Tensor, Tensor, Fold, long[])}
     * with {@code cells = 1}.
     *
     * @param input a tensor of a floating dtype
     * @param weight a tensor of a floating dtype, or null; {@code null} if left out
     * @param fold one of {@code none, total}; {@code none} if left out
     * @return a tensor
     */
    public static Tensor weightedRows(Tensor input, @Nullable Tensor weight, Fold fold) {
        return weightedRows(input, weight, fold, new long[] {1});
    }

    /**
     * The same as {@link SampleOps#weightedRows(Tensor, Tensor, Fold, long[])}
     * with {@code fold = none, cells = 1}.
     *
     * @param input a tensor of a floating dtype
     * @param weight a tensor of a floating dtype, or null; {@code null} if left out
     * @return a tensor
     */
    public static Tensor weightedRows(Tensor input, @Nullable Tensor weight) {
        return weightedRows(input, weight, Fold.NONE, new long[] {1});
    }

    /**
     * The same as {@link SampleOps#weightedRows(Tensor, Tensor, Fold, long[])}
     * with {@code weight = null, fold = none, cells = 1}.
     *
     * @param input a tensor of a floating dtype
     * @return a tensor
     */
    public static Tensor weightedRows(Tensor input) {
        return weightedRows(input, null, Fold.NONE, new long[] {1});
    }

    /**
     * One below and one above the sums of the rows.
     *
     * @param input a tensor of a floating dtype
     * @return the tensors {@code low}, {@code high}
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     */
    public static ExtentResult extent(Tensor input) {
        return Dispatch.composeMany(Extent.INSTANCE, () -> {
            Tensor sums = SampleOps.sum(input, new long[] {-1});
            return new ExtentResult(Ops.sub(sums, 1), Ops.add(sums, 1));
        }, input);
    }

    /**
     * The product of two matrices, scaled, and the norms of its rows.
     *
     * @param input a tensor of a floating dtype, {@code [n, k]}
     * @param weight a tensor of a floating dtype, {@code [k, m]}
     * @param bias a tensor of a floating dtype, {@code [m]}, or null; {@code null} if left out
     * @param scale a real number; {@code 1} if left out
     * @return the tensors {@code output}, {@code norms}
     * @throws dev.tenon.core.DTypeException if an operand has another dtype
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     * @throws dev.tenon.core.ArgumentException unless {@code scale > 0}
     */
    public static ScaledMmResult scaledMm(Tensor input, Tensor weight, @Nullable Tensor bias,
            double scale) {
        Tensor[] outputs = Dispatch.applyMany(new ScaledMm(scale), ScaledMmRule.INSTANCE, input,
                weight, bias);
        return new ScaledMmResult(outputs[0], outputs[1]);
    }

    /**
     * The same as {@link SampleOps#scaledMm(Tensor, Tensor, Tensor, double)}
     * with {@code scale = 1}.
     *
     * @param input a tensor of a floating dtype, {@code [n, k]}
     * @param weight a tensor of a floating dtype, {@code [k, m]}
     * @param bias a tensor of a floating dtype, {@code [m]}, or null; {@code null} if left out
     * @return the tensors {@code output}, {@code norms}
     */
    public static ScaledMmResult scaledMm(Tensor input, Tensor weight, @Nullable Tensor bias) {
        Tensor[] outputs = Dispatch.applyMany(new ScaledMm(1.0), ScaledMmRule.INSTANCE, input,
                weight, bias);
        return new ScaledMmResult(outputs[0], outputs[1]);
    }

    /**
     * The same as {@link SampleOps#scaledMm(Tensor, Tensor, Tensor, double)}
     * with {@code bias = null, scale = 1}.
     *
     * @param input a tensor of a floating dtype, {@code [n, k]}
     * @param weight a tensor of a floating dtype, {@code [k, m]}
     * @return the tensors {@code output}, {@code norms}
     */
    public static ScaledMmResult scaledMm(Tensor input, Tensor weight) {
        Tensor[] outputs = Dispatch.applyMany(new ScaledMm(1.0), ScaledMmRule.INSTANCE, input,
                weight, null);
        return new ScaledMmResult(outputs[0], outputs[1]);
    }

    /**
     * Swaps two dimensions.
     *
     * @param input a tensor of any dtype
     * @param dim0 an integer
     * @param dim1 an integer
     * @return a tensor
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public static Tensor transpose(Tensor input, long dim0, long dim1) {
        return Dispatch.apply(new Transpose(dim0, dim1), TransposeRule.INSTANCE, input);
    }

    /**
     * Joins tensors along one dimension.
     *
     * @param tensors tensors of any dtype
     * @param dim an integer; {@code 0} if left out
     * @return a tensor
     * @throws dev.tenon.core.ShapeException if the shapes do not fit
     */
    public static Tensor cat(List<Tensor> tensors, long dim) {
        return Dispatch.apply(new Cat(dim), CatRule.INSTANCE, Operands.of("cat", tensors));
    }

    /**
     * The same as {@link SampleOps#cat(List, long)}
     * with {@code dim = 0}.
     *
     * @param tensors tensors of any dtype
     * @return a tensor
     */
    public static Tensor cat(List<Tensor> tensors) {
        return Dispatch.apply(new Cat(0), CatRule.INSTANCE, Operands.of("cat", tensors));
    }
}
