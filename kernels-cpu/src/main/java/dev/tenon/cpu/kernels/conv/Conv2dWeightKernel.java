package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Conv2dWeight;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of a convolution with respect to its weight. */
public final class Conv2dWeightKernel implements Kernel<Conv2dWeight> {
    @Override
    public void run(Conv2dWeight op, KernelCall call) {
        if (call.out(0).numel() == 0) {
            return;
        }
        var g = ConvGeometry.of(op.descriptor().name(), call.in(0).sizes(), call.out(0).sizes(), op.stride(), op.padding(), op.dilation(),
            op.groups());
        var lane = Lane.of(call.out(0).dtype());
        try (var x = Dense.read(call.in(0), lane.dtype());
            var grad = Dense.read(call.in(1), lane.dtype());
            var gw = Dense.write(call.out(0), lane.dtype())) {
            if (call.in(0).numel() == 0 || call.in(1).numel() == 0) {
                RawMemory.fill(gw.address(), call.out(0).numel() * lane.bytes(), (byte) 0);
            } else if (lane == Lane.F32 && FloatConv.pays(g)) {
                FloatConv.weight(g, x.address(), grad.address(), gw.address());
            } else {
                new ColumnConv(g, lane).weight(x.address(), grad.address(), gw.address());
            }
        }
    }
}
