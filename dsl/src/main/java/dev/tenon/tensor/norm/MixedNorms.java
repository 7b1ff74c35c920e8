package dev.tenon.tensor.norm;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The dtypes that normalisations take: parameters and statistics of the input's, or beside a half all of float32, as in mixed precision.
 * Then the norm is computed in float32 and rounded once, to the input's dtype.
 */
public final class MixedNorms {
    private MixedNorms() {}

    /** The norm of the input, or of its float32 copy, back in the input's dtype. */
    static Tensor run(String name, Tensor input, UnaryOperator<Tensor> norm, @Nullable Tensor... others) {
        if (!isMixed(name, input, others)) {
            return norm.apply(input);
        }
        return norm.apply(input.to(DType.FLOAT32)).to(input.dtype());
    }

    /** Whether they are of float32 beside a half; an error for other mixtures. */
    static boolean isMixed(String name, Tensor input, @Nullable Tensor... others) {
        boolean mixed = false;
        boolean same = false;
        for (var other : others) {
            mixed |= other != null && other.dtype() != input.dtype();
            same |= other != null && other.dtype() == input.dtype();
            if (mixed
                && (same || other != null && other.dtype() != DType.FLOAT32 || !input.dtype().isFloating() || input.dtype().bytes() != 2)) {
                throw new DTypeException(
                    name + ": weight, bias and running statistics must be of the input's dtype, or all of float32 beside "
                        + "float16 and bfloat16\n  input: " + Operand.describe(input) + described(others) + "\n  try:   to(" + input.dtype()
                        + ") what differs");
            }
        }
        return mixed;
    }

    private static String described(@Nullable Tensor... others) {
        var text = new StringBuilder();
        for (var other : others) {
            text.append(other == null ? "" : "   " + Operand.describe(other));
        }
        return text.toString();
    }
}
