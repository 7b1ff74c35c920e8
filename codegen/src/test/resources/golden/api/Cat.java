package sample.ops;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.CallRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.ShapeRules;
import java.util.List;

/**
 * Attributes of {@code cat}. Joins tensors along one dimension.
 *
 * @param dim an integer; {@code 0} if left out
 */
public record Cat(long dim) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("cat", OpDescriptor.Kind.NATIVE,
            Cat.class, "tensors");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        call.output(call.promote(CallRules.range(0, call.inputs())), ShapeRules.joined(call,
                call.inputs(), dim));
    }

    /**
     * The operands of one run of {@code cat}, by their names.
     */
    public static final class Operands {
        private final KernelCall call;

        public Operands(KernelCall call) {
            this.call = call;
        }

        /**
         * The tensors {@code tensors}.
         */
        public List<UncheckedOperand> tensors() {
            return call.list();
        }

        /**
         * The result.
         */
        public UncheckedOperand result() {
            return call.out(0);
        }
    }
}
