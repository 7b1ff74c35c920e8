package sample.ops;

import dev.tenon.spi.CallRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.ShapeRules;

/**
 * Attributes of {@code cat}. Joins tensors along one dimension.
 *
 * @param dim an integer; {@code 0} if left out
 */
public record Cat(long dim) implements Op {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("cat", OpDescriptor.Kind.NATIVE, Cat.class, "tensors");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        call.output(call.promote(CallRules.range(0, call.inputs())), ShapeRules.joined(call,
                call.inputs(), dim));
    }
}
