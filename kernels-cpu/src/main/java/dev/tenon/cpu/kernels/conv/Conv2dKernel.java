package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Conv2d;
import dev.tenon.spi.Convolution;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Two-dimensional cross-correlation. */
public final class Conv2dKernel implements Kernel<Conv2d> {
    @Override
    public void run(Conv2d op, KernelCall call) {
        var operands = new Conv2d.Operands(call);
        if (operands.result().numel() == 0) {
            return;
        }
        var g = Convolution.of(operands.input().sizes(), operands.weight().sizes(), operands.result().sizes(),
            op.stride(), op.padding(),
            op.dilation(),
            op.groups());
        var lane = Lane.of(operands.result().dtype());
        var added = operands.bias();
        try (var x = Dense.read(operands.input(), lane.dtype());
            var w = Dense.read(operands.weight(), lane.dtype());
            var bias = Dense.read(added == null ? operands.weight() : added, lane.dtype());
            var y = Dense.write(operands.result(), lane.dtype())) {
            long b = added == null ? 0 : bias.address();
            if (lane == Lane.I64) {
                IntegerConv.run(g, x.address(), w.address(), b, y.address());
            } else if (lane == Lane.F32 && FloatConv.pays(g)) {
                FloatConv.forward(g, x.address(), w.address(), b, y.address());
            } else {
                new ColumnConv(g, lane).forward(x.address(), w.address(), b, y.address());
            }
        }
    }
}
