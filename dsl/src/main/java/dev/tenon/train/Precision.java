package dev.tenon.train;

import dev.tenon.core.DType;
import dev.tenon.tensor.Autocast;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * In which precision a training computes outputs and losses.
 *
 * @param dtype of matrix products and convolutions, or null for that of their operands
 */
record Precision(@Nullable DType dtype) {
    /** As the operators are called. */
    static final Precision PLAIN = new Precision(null);

    LossTerms compute(Supplier<LossTerms> step) {
        return dtype == null ? step.get() : Autocast.autocast(dtype, step);
    }
}
