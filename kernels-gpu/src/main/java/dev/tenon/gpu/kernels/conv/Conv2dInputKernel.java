package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.Operand;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Conv2dInput;

/** The gradient of a convolution with respect to its input, which is the transposed convolution. */
public final class Conv2dInputKernel extends GpuKernel<Conv2dInput> {
    @Override
    protected void run(Conv2dInput op, GpuCall call) {
        var out = call.out(0);
        if (out.numel() == 0) {
            return;
        }
        var g = Convolution.of(out.sizes(), call.in(1).sizes(), call.in(0).sizes(), op.stride(), op.padding(), op.dilation(), op.groups());
        boolean isSum = g.isProduct(out.dtype()) && !g.isPlain();
        // What taps contribute is added up outside of the products, for which halves are too short.
        var dtype = isSum ? Given.statistics(out.dtype()) : out.dtype();
        var grad = call.dense(0, dtype);
        var w = call.dense(1, dtype);
        if (isSum) {
            Operand gx = dtype == out.dtype() ? out : call.region(dtype, out.sizes());
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
