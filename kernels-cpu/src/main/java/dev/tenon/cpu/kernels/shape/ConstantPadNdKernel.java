package dev.tenon.cpu.kernels.shape;

import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Cells;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.layout.RowCursor;
import dev.tenon.cpu.pointwise.Fill;
import dev.tenon.ops.ConstantPadNd;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Layout;

/** Puts a constant around the input, or cuts from it where the padding is negative. */
public final class ConstantPadNdKernel implements Kernel<ConstantPadNd> {
    @Override
    public void run(ConstantPadNd op, KernelCall call) {
        var operands = new ConstantPadNd.Operands(call);
        var in = operands.input();
        var out = operands.result();
        int bytes = in.dtype().bytes();
        if (out.numel() == 0) {
            return;
        }
        Fill.with(out, op.value());
        int rank = in.rank();
        var kept = new long[rank];
        long from = 0;
        long to = 0;
        for (int d = 0; d < rank; d++) {
            int pair = 2 * (rank - 1 - d);
            long before = pair < op.pad().size() ? op.pad().get(pair) : 0;
            long after = pair < op.pad().size() ? op.pad().get(pair + 1) : 0;
            kept[d] = in.sizes()[d] + Math.min(0, before) + Math.min(0, after);
            if (kept[d] <= 0) {
                return;
            }
            from += Math.max(0, -before) * in.strides()[d];
            to += Math.max(0, before) * out.strides()[d];
        }
        var layout = Layout.over(kept, 0, new Restrided(out, kept, out.strides()), new Restrided(in, kept, in.strides()));
        copy(layout, bytes, in.address() + from * bytes, out.address() + to * bytes);
    }

    private static void copy(Layout layout, int bytes, long from, long to) {
        long rows = 1;
        for (int d = 0; d < layout.rank() - 1; d++) {
            rows *= layout.size(d);
        }
        Workers.run(rows, Workers.grain(layout.inner()), (first, last) -> {
            var cursor = new RowCursor(layout, 2);
            for (long row = first; row < last; row++) {
                cursor.moveTo(row);
                long source = from + cursor.offset(1) * bytes;
                long target = to + cursor.offset(0) * bytes;
                Cells.copy(bytes, source, layout.innerStride(1), target, layout.innerStride(0), layout.inner());
            }
        });
    }
}
