package dev.tenon.gpu.kernels.matrix;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;

/** Queues a copy of matrices that is 0 outside a triangle. */
final class Triangle {
    private Triangle() {}

    static void run(GpuCall call, UncheckedOperand in, UncheckedOperand out, long diagonal, boolean lower) {
        int rank = in.rank();
        call.launch("matrix/triangle", "triangle", Copies.carrier(in.dtype().bytes())).in(in).in(out).i64(in.numel())
            .i64(in.sizes()[rank - 2]).i64(in.sizes()[rank - 1]).i64(diagonal).flag(lower).layout(in.sizes(), in.strides())
            .over(in.numel());
    }
}
