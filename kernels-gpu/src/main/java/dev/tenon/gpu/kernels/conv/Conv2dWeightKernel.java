package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.Conv2dWeight;

/** The gradient of a convolution with respect to its weight. */
public final class Conv2dWeightKernel extends GpuKernel<Conv2dWeight> {
    private static final int THREADS = 256;
    private static final long MOST_BLOCKS = 1 << 16;

    @Override
    protected void run(Conv2dWeight op, GpuCall call) {
        var operands = new Conv2dWeight.Operands(call.operands());
        var gw = operands.result();
        if (gw.numel() == 0) {
            return;
        }
        if (operands.input().numel() == 0 || operands.gradOutput().numel() == 0) {
            call.zero(gw);
            return;
        }
        var g = Convolution.of(operands.input().sizes(), gw.sizes(), operands.gradOutput().sizes(), op.stride(), op.padding(),
            op.dilation(), op.groups());
        if (g.isProduct(gw.dtype())) {
            products(call, g, operands);
            return;
        }
        var x = call.dense(operands.input(), gw.dtype());
        var grad = call.dense(operands.gradOutput(), gw.dtype());
        var launch = call.launch("conv/conv", "conv_weight", gw.dtype()).in(x).in(grad).in(gw);
        g.write(launch);
        launch.grid(Dim.of((int) Math.min(gw.numel(), MOST_BLOCKS)), Dim.of(THREADS), 0);
    }

    /** Pieces are added up outside of the products, for which halves are too short. */
    private static void products(GpuCall call, Convolution g, Conv2dWeight.Operands operands) {
        var out = operands.result();
        var dtype = Sums.statistics(out.dtype());
        var x = call.dense(operands.input(), dtype);
        var grad = call.dense(operands.gradOutput(), dtype);
        UncheckedOperand gw = dtype == out.dtype() ? out : call.region(dtype, out.sizes());
        if (Winograd.suits(g, dtype)) {
            Winograd.of(call, g, dtype).weight(x.address(), grad.address(), gw.address());
        } else {
            new ConvProducts(call, g, x, gw, grad).weight();
        }
        if (gw != out) {
            Copies.copy(call, gw, out);
        }
    }
}
