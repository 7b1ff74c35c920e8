package dev.tenon.samples.fuzz;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An argument as a description: it can be made again in another process, printed, and made simpler. */
sealed interface Value permits PlainValue, ListValue, IndexValue, TensorValue {
    /** The argument itself. */
    @Nullable Object make(World world);

    /** The argument as Java code. */
    String java();

    /** Simpler arguments of the same kind, the simplest first. */
    List<? extends Value> simpler();
}
