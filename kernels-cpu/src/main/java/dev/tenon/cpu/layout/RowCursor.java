package dev.tenon.cpu.layout;

import dev.tenon.spi.Layout;
import java.util.Arrays;

/** Walks the rows (all dimensions but the innermost) of a {@link Layout}, and keeps every operand's offset at the row's start. */
public final class RowCursor {
    private final Layout layout;
    private final long[] position;
    private final long[] offsets;
    private long row = -1;

    public RowCursor(Layout layout, int operands) {
        this.layout = layout;
        this.position = new long[layout.rank()];
        this.offsets = new long[operands];
    }

    /** Goes to that row; the next one is a step, any other is computed anew. */
    public void moveTo(long target) {
        if (target == row) {
            return;
        }
        if (target == row + 1 && row >= 0) {
            step();
        } else {
            jump(target);
        }
        row = target;
    }

    /** The operand's offset in elements at the start of the row. */
    public long offset(int operand) {
        return offsets[operand];
    }

    private void step() {
        for (int d = layout.rank() - 2; d >= 0; d--) {
            if (++position[d] < layout.size(d)) {
                shift(d, 1);
                return;
            }
            shift(d, 1 - layout.size(d));
            position[d] = 0;
        }
    }

    private void shift(int dim, long by) {
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] += layout.stride(k, dim) * by;
        }
    }

    private void jump(long target) {
        Arrays.fill(offsets, 0);
        long rest = target;
        for (int d = layout.rank() - 2; d >= 0; d--) {
            position[d] = rest % layout.size(d);
            rest /= layout.size(d);
            shift(d, position[d]);
        }
    }
}
