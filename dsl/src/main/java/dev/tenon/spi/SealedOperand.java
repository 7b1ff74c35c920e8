package dev.tenon.spi;

import dev.tenon.core.UncheckedOperand;

/**
 * A tensor as everybody may have it: the operand that kernels and rules work with is within, and only what runs them takes it out. Arrays and
 * addresses therefore reach who is handed a {@link KernelCall} or an {@link Inference}, and nobody else.
 */
public abstract class SealedOperand {
    /** For tensors; another one can be made, but nothing takes it. */
    protected SealedOperand() {}

    /** What is within. It is protected, not public: only this package can ask for it. */
    protected abstract UncheckedOperand unchecked();

    /** An operand that a kernel has made, such as a converted copy of one that it was handed. */
    static SealedOperand of(UncheckedOperand operand) {
        return new Made(operand);
    }

    private static final class Made extends SealedOperand {
        private final UncheckedOperand operand;

        Made(UncheckedOperand operand) {
            this.operand = operand;
        }

        @Override
        protected UncheckedOperand unchecked() {
            return operand;
        }
    }
}
