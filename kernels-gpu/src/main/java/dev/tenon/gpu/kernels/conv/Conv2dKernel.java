package dev.tenon.gpu.kernels.conv;

import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Conv2d;
import dev.tenon.spi.Convolution;

/** Two-dimensional cross-correlation: matrix products over tiles or columns; integers and thin groups by the definition. */
public final class Conv2dKernel extends GpuKernel<Conv2d> {
    @Override
    protected void run(Conv2d op, GpuCall call) {
        var operands = new Conv2d.Operands(call.operands());
        var y = operands.result();
        if (y.numel() == 0) {
            return;
        }
        var dtype = y.dtype();
        var g = Convolution.of(operands.input().sizes(), operands.weight().sizes(), y.sizes(), op.stride(), op.padding(), op.dilation(),
            op.groups());
        var x = call.dense(operands.input(), dtype);
        var w = call.dense(operands.weight(), dtype);
        long bias = call.addressOrZero(operands.bias(), dtype);
        if (!ConvPlan.isProduct(g, dtype)) {
            var launch = call.launch("conv/conv", "conv_forward", dtype).in(x).in(w).pointer(bias).in(y);
            ConvPlan.pass(g, launch);
            launch.over(y.numel());
        } else if (ConvPlan.isPlain(g)) {
            call.gemm(Gemm.of(dtype, false, false, g.outChannels(), g.outPlane(), g.channels(), w.address(), x.address(), y.address())
                .batched(g.batch(), 0, g.image(), g.outImage()));
            ConvProducts.bias(call, g, dtype, bias, y.address());
        } else if (Winograd.suits(g, dtype)) {
            Winograd.of(call, g, dtype).forward(x.address(), w.address(), bias, y.address());
        } else {
            new ConvProducts(call, g, x, w, y).forward(bias);
        }
    }
}
