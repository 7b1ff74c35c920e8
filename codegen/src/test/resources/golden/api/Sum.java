package sample.ops;

import dev.tenon.core.Ints;
import dev.tenon.spi.CallRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.ShapeRules;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of {@code sum}. The sum over the given dimensions, or over all.
 *
 * @param dim dimensions, negative ones counted from the last; null for all; {@code all} if left out
 * @param keepdim true or false; {@code false} if left out
 */
public record Sum(@Nullable Ints dim, boolean keepdim) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("sum", OpDescriptor.Kind.REDUCTION,
            Sum.class, "input");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        CallRules.given(call, 0);
        call.output(call.accumulating(call.in(0).dtype()), ShapeRules.reduced(call, 0, dim,
                keepdim));
    }
}
