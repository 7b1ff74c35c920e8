package dev.tenon.gpu.kernels.loss;

import dev.tenon.core.DType;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.CrossEntropyIndicesBackward;

/**
 * The gradient of cross-entropy: {@code (softmax(x[i]) - onehot(t[i])) * g}, zero in ignored rows, NaN in rows whose target is no class.
 */
public final class CrossEntropyIndicesBackwardKernel extends GpuKernel<CrossEntropyIndicesBackward> {
    private static final int THREADS = 256;
    private static final int BLOCKS = 32;

    @Override
    protected void run(CrossEntropyIndicesBackward op, GpuCall call) {
        var operands = new CrossEntropyIndicesBackward.Operands(call.operands());
        var rows = Rows.along(operands.input(), 1);
        if (rows.isEmpty()) {
            return;
        }
        var dtype = operands.result().dtype();
        var grad = call.dense(operands.gradLoss(), dtype);
        var input = call.dense(operands.input(), dtype);
        var target = call.dense(operands.target(), DType.INT64);
        var logSum = call.dense(operands.logSum(), Sums.statistics(dtype));
        long counted = op.mean() ? count(op, call, dtype, target.address(), rows.outer()) : 0;
        int across = (int) Math.clamp(Math.ceilDiv(rows.n(), 32L) * 32, 32, THREADS);
        var block = Dim.of(across, THREADS / across);
        long blocks = Math.min(Math.ceilDiv(rows.outer(), (long) block.y()), (long) call.driver().multiprocessors() * BLOCKS);
        call.launch("loss/cross_entropy", "cross_entropy_backward", dtype).in(grad).i32(grad.numel() == 1 ? 0 : 1).in(input).in(target)
            .in(logSum)
            .pointer(counted).in(operands.result()).i64(rows.outer()).i64(rows.n()).i64(op.ignoreIndex()).errors(call)
            .grid(Dim.of((int) blocks), block, 0);
    }

    private static long count(CrossEntropyIndicesBackward op, GpuCall call, DType dtype, long target, long rows) {
        long counted = call.temporary(Double.BYTES);
        call.launch("loss/cross_entropy", "cross_entropy_count", dtype).pointer(target).pointer(counted).i64(rows)
            .i64(op.ignoreIndex()).grid(Dim.of(1), Dim.of(CrossEntropyIndicesKernel.FOLD_THREADS), 0);
        return counted;
    }
}
