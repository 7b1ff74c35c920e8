package dev.tenon.cpu.kernels.shape;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Grid;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Accumulate;
import dev.tenon.ops.StridedEmbed;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Adds the input's elements to zeros at strided places, in row-major order: what takes a strided view's gradient back. */
public final class StridedEmbedKernel implements Kernel<StridedEmbed> {
    @Override
    public void run(StridedEmbed op, KernelCall call) {
        var operands = new StridedEmbed.Operands(call);
        var in = operands.input();
        var lane = Lane.of(in.dtype());
        try (var values = Dense.read(in, lane.dtype()); var out = Dense.write(operands.result(), lane.dtype())) {
            UncheckedAccess.fill(out.address(), operands.result().numel() * lane.bytes(), (byte) 0);
            var grid = new Grid(in, in.sizes(), op.stride().toArray());
            grid.run(0, grid.rows(), (i, iStride, other, otherStride, n) -> {
                for (long k = 0; k < n; k++) {
                    Accumulate.one(lane, values.address(), i + k * iStride, out.address(), op.offset() + other + k * otherStride);
                }
            });
        }
    }
}
