package dev.tenon.cpu.kernels.matrix;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.IdentityKernel;

/** Copies matrices and clears what lies outside a triangle. */
final class Triangle {
    /** Whether the element of row i and column j stays. */
    @FunctionalInterface
    interface Keeps {
        boolean element(long i, long j);
    }

    private Triangle() {}

    static void run(UncheckedOperand input, UncheckedOperand out, Keeps keeps) {
        if (out.numel() == 0) {
            return;
        }
        IdentityKernel.copy(input, out);
        int bytes = out.dtype().bytes();
        long rows = out.sizes()[out.rank() - 2];
        long columns = out.sizes()[out.rank() - 1];
        long address = out.address();
        Workers.run(out.numel() / columns, Workers.grain(columns), (first, last) -> {
            for (long row = first; row < last; row++) {
                for (long j = 0; j < columns; j++) {
                    if (!keeps.element(row % rows, j)) {
                        UncheckedAccess.fill(address + (row * columns + j) * bytes, bytes, (byte) 0);
                    }
                }
            }
        });
    }
}
