package dev.tenon.cpu.pointwise;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * An operand as row-major elements of one dtype: its own memory where that is so already, else a temporary copy, which for
 * an output is written back on {@link #close}. Closed in the reverse order of opening, as try-with-resources does.
 */
public final class Dense implements AutoCloseable {
    private final Scratch scratch = Scratch.of();
    private final long mark = scratch.mark();
    private final long address;
    private final @Nullable Region copy;
    private final @Nullable UncheckedOperand target;

    private Dense(UncheckedOperand operand, DType dtype, boolean isOutput) {
        if (operand.dtype() == dtype && operand.isContiguous()) {
            copy = null;
            address = operand.address();
            target = null;
            return;
        }
        address = scratch.take(operand.numel() * dtype.bytes());
        copy = Region.contiguous(dtype, operand.sizes(), address);
        target = isOutput ? operand : null;
    }

    public static Dense read(UncheckedOperand operand, DType dtype) {
        var dense = new Dense(operand, dtype, false);
        if (dense.copy != null) {
            IdentityKernel.copy(operand, dense.copy);
        }
        return dense;
    }

    public static Dense write(UncheckedOperand operand, DType dtype) {
        return new Dense(operand, dtype, true);
    }

    public long address() {
        return address;
    }

    @Override
    public void close() {
        if (target != null && copy != null) {
            IdentityKernel.copy(copy, target);
        }
        scratch.release(mark);
    }
}
