package dev.tenon.cpu.kernels.shape;

import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.layout.StridedCopy;
import dev.tenon.ops.Flip;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Reverses dimensions: a copy from a layout that starts at their ends and walks backwards. */
public final class FlipKernel implements Kernel<Flip> {
    @Override
    public void run(Flip op, KernelCall call) {
        var operands = new Flip.Operands(call);
        var in = operands.input();
        var strides = in.strides().clone();
        long start = 0;
        for (int i = 0; i < op.dims().size() && in.rank() > 0; i++) {
            int dim = Axes.axis(op.dims().get(i), in.rank());
            start += (in.sizes()[dim] - 1) * strides[dim];
            strides[dim] = -strides[dim];
        }
        if (in.numel() > 0) {
            StridedCopy.copy(Region.of(in, in.sizes(), strides, start), operands.result());
        }
    }
}
