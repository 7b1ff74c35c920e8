package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Accumulate;
import dev.tenon.ops.MaxPool2dBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.PoolWindow;

/** Adds each pooled element's gradient where its window's largest element was. */
public final class MaxPool2dBackwardKernel implements Kernel<MaxPool2dBackward> {
    @Override
    public void run(MaxPool2dBackward op, KernelCall call) {
        var operands = new MaxPool2dBackward.Operands(call);
        var lane = Lane.of(operands.result().dtype());
        var out = operands.result();
        long plane = PoolWindow.plane(out);
        long pooled = PoolWindow.plane(operands.gradOutput());
        try (var g = Dense.read(operands.gradOutput(), lane.dtype());
            var indices = Dense.read(operands.indices(), DType.INT64);
            var gx = Dense.write(out, lane.dtype())) {
            Workers.run(PoolWindow.planes(out), Workers.grain(plane), (from, until) -> {
                for (long p = from; p < until; p++) {
                    long to = gx.address() + p * plane * lane.bytes();
                    long index = indices.address() + p * pooled * Long.BYTES;
                    UncheckedAccess.fill(to, plane * lane.bytes(), (byte) 0);
                    Indices.check(op.descriptor().name(), index, pooled, plane, 2);
                    add(lane, g.address() + p * pooled * lane.bytes(), index, pooled, to);
                }
            });
        }
    }

    private static void add(Lane lane, long g, long index, long n, long to) {
        if (lane == Lane.F32) {
            for (long i = 0; i < n; i++) {
                long at = UncheckedAccess.i64(index, i);
                UncheckedAccess.f32(to, at, UncheckedAccess.f32(to, at) + UncheckedAccess.f32(g, i));
            }
            return;
        }
        for (long i = 0; i < n; i++) {
            Accumulate.one(lane, g, i, to, UncheckedAccess.i64(index, i));
        }
    }
}
