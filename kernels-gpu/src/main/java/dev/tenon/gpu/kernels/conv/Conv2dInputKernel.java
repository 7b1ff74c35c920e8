package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.Conv2dInput;

/** The gradient of a convolution with respect to its input, which is the transposed convolution. */
public final class Conv2dInputKernel extends GpuKernel<Conv2dInput> {
    @Override
    protected void run(Conv2dInput op, GpuCall call) {
        var operands = new Conv2dInput.Operands(call.operands());
        var out = operands.result();
        if (out.numel() == 0) {
            return;
        }
        var g = Convolution.of(out.sizes(), operands.weight().sizes(), operands.gradOutput().sizes(), op.stride(), op.padding(),
            op.dilation(), op.groups());
        boolean isSum = g.isProduct(out.dtype()) && !g.isPlain();
        // What taps contribute is added up outside of the products, for which halves are too short.
        var dtype = isSum ? Sums.statistics(out.dtype()) : out.dtype();
        var grad = call.dense(operands.gradOutput(), dtype);
        var w = call.dense(operands.weight(), dtype);
        if (isSum) {
            UncheckedOperand gx = dtype == out.dtype() ? out : call.region(dtype, out.sizes());
            if (Winograd.suits(g, dtype)) {
                Winograd.ofInput(call, g, dtype).input(grad.address(), w.address(), gx.address());
            } else {
                new ConvProducts(call, g, gx, w, grad).input();
            }
            if (gx != out) {
                Copies.copy(call, gx, out);
            }
        } else if (g.isProduct(dtype)) {
            call.gemm(Gemm.of(dtype, true, false, g.channels(), g.outPlane(), g.outChannels(), w.address(), grad.address(), out.address())
                .batched(g.batch(), 0, g.outImage(), g.image()));
        } else {
            var launch = call.launch("conv/conv", "conv_input", dtype).in(grad).in(w).in(out);
            g.write(launch);
            launch.over(out.numel());
        }
    }
}
