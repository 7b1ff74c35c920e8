package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Conv2dWeight;
import dev.tenon.spi.Convolution;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of a convolution with respect to its weight. */
public final class Conv2dWeightKernel implements Kernel<Conv2dWeight> {
    @Override
    public void run(Conv2dWeight op, KernelCall call) {
        var operands = new Conv2dWeight.Operands(call);
        if (operands.result().numel() == 0) {
            return;
        }
        var g = Convolution.of(operands.input().sizes(), operands.result().sizes(), operands.gradOutput().sizes(),
            op.stride(), op.padding(),
            op.dilation(),
            op.groups());
        var lane = Lane.of(operands.result().dtype());
        try (var x = Dense.read(operands.input(), lane.dtype());
            var grad = Dense.read(operands.gradOutput(), lane.dtype());
            var gw = Dense.write(operands.result(), lane.dtype())) {
            if (operands.input().numel() == 0 || operands.gradOutput().numel() == 0) {
                UncheckedAccess.fill(gw.address(), operands.result().numel() * lane.bytes(), (byte) 0);
            } else if (lane == Lane.F32 && FloatConv.pays(g)) {
                FloatConv.weight(g, x.address(), grad.address(), gw.address());
            } else {
                new ColumnConv(g, lane).weight(x.address(), grad.address(), gw.address());
            }
        }
    }
}
