package sample.ops;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.CallRules;
import dev.tenon.spi.DTypeRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of {@code scaled_mm}. The product of two matrices, scaled, and the norms of its rows.
 *
 * @param scale a real number; {@code 1} if left out
 */
public record ScaledMm(double scale) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("scaled_mm", OpDescriptor.Kind.NATIVE,
            ScaledMm.class, "input", "weight", "bias");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        DTypeRules.requireFloating(call, 0);
        DTypeRules.requireFloating(call, 1);
        DTypeRules.requireFloating(call, 2);
        long[] inputSizes = CallRules.sizes(call, 0, 2, "[n, k]");
        long n = inputSizes[0];
        long k = inputSizes[1];
        long[] weightSizes = CallRules.sizes(call, 1, 2, "[k, m]");
        CallRules.size(call, 1, 0, k, "k of input [n, k]");
        long m = weightSizes[1];
        if (call.has(2)) {
            CallRules.rank(call, 2, 1, "[m]");
            CallRules.size(call, 2, 0, m, "m of weight [k, m]");
        }
        if (!(scale > 0)) {
            throw new ArgumentException(call.message("scale must be positive, got scale = " +
                    scale, null));
        }
        DType dtype = call.promote(0, 1, 2);
        call.output(dtype, CallRules.result(call, "[n, m]", n, m));
        call.output(dtype, CallRules.result(call, "[n]", n));
    }

    /**
     * The operands of one run of {@code scaled_mm}, by their names.
     */
    public static final class Operands {
        private final KernelCall call;

        public Operands(KernelCall call) {
            this.call = call;
        }

        /**
         * {@code input}
         */
        public UncheckedOperand input() {
            return call.in(0);
        }

        /**
         * {@code weight}
         */
        public UncheckedOperand weight() {
            return call.in(1);
        }

        /**
         * {@code bias}, or null where it was not given.
         */
        public @Nullable UncheckedOperand bias() {
            return call.inOrNull(2);
        }

        /**
         * The result {@code output}.
         */
        public UncheckedOperand output() {
            return call.out(0);
        }

        /**
         * The result {@code norms}.
         */
        public UncheckedOperand norms() {
            return call.out(1);
        }
    }
}
