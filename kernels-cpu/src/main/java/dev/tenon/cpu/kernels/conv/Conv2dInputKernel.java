package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Conv2dInput;
import dev.tenon.spi.Convolution;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of a convolution with respect to its input, which is the transposed convolution. */
public final class Conv2dInputKernel implements Kernel<Conv2dInput> {
    @Override
    public void run(Conv2dInput op, KernelCall call) {
        var operands = new Conv2dInput.Operands(call);
        if (operands.result().numel() == 0) {
            return;
        }
        var g = Convolution.of(operands.result().sizes(), operands.weight().sizes(), operands.gradOutput().sizes(),
            op.stride(), op.padding(),
            op.dilation(),
            op.groups());
        var lane = Lane.of(operands.result().dtype());
        try (var grad = Dense.read(operands.gradOutput(), lane.dtype());
            var w = Dense.read(operands.weight(), lane.dtype());
            var gx = Dense.write(operands.result(), lane.dtype())) {
            if (lane == Lane.I64) {
                IntegerConvInput.run(g, grad.address(), w.address(), gx.address());
            } else if (lane == Lane.F32 && FloatConv.pays(g)) {
                FloatConv.input(g, grad.address(), w.address(), gx.address());
            } else {
                new ColumnConv(g, lane).input(grad.address(), w.address(), gx.address());
            }
        }
    }
}
