package dev.tenon.train;

import java.util.function.Supplier;

/** In which precision a training computes outputs and losses. */
@FunctionalInterface
interface Precision {
    /** As the operators are called. */
    Precision PLAIN = Supplier::get;

    LossTerms compute(Supplier<LossTerms> step);
}
