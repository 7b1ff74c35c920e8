package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Region;
import dev.tenon.ops.Cat;
import dev.tenon.spi.Axes;

/** Joins tensors along one dimension: each is copied into its slice of the result. */
public final class CatKernel extends GpuKernel<Cat> {
    @Override
    protected void run(Cat op, GpuCall call) {
        var operands = new Cat.Operands(call.operands());
        var out = operands.result();
        int axis = Axes.axis(op.dim(), out.rank());
        long start = 0;
        for (var in : operands.tensors()) {
            if (in.rank() != out.rank()) {
                continue; // a 1-d empty tensor, which PyTorch lets stand for nothing
            }
            if (in.numel() > 0) {
                Copies.copy(call, in, Region.of(out, in.sizes(), out.strides(), start * out.strides()[axis]));
            }
            start += in.sizes()[axis];
        }
    }
}
