package dev.tenon.cpu.kernels.shape;

import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.pointwise.IdentityKernel;
import dev.tenon.ops.Cat;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Joins tensors along one dimension: each is copied into its slice of the result. */
public final class CatKernel implements Kernel<Cat> {
    @Override
    public void run(Cat op, KernelCall call) {
        var operands = new Cat.Operands(call);
        var out = operands.result();
        int axis = Axes.axis(op.dim(), out.rank());
        long start = 0;
        for (var in : operands.tensors()) {
            if (in.rank() != out.rank()) {
                continue; // a 1-d empty tensor, which PyTorch lets stand for nothing
            }
            if (in.numel() > 0) {
                IdentityKernel.copy(in, Region.of(out, in.sizes(), out.strides(), start * out.strides()[axis]));
            }
            start += in.sizes()[axis];
        }
    }
}
