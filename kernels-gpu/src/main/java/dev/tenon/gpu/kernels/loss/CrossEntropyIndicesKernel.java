package dev.tenon.gpu.kernels.loss;

import dev.tenon.core.DType;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.ops.CrossEntropyIndices;

/**
 * Cross-entropy of logits {@code [n, classes]} and class indices, which reads every row once. A target that is no class makes the loss NaN
 * and is reported when the host next waits for the device.
 */
public final class CrossEntropyIndicesKernel extends GpuKernel<CrossEntropyIndices> {
    static final int FOLD_THREADS = 512;

    @Override
    protected void run(CrossEntropyIndices op, GpuCall call) {
        var operands = new CrossEntropyIndices.Operands(call.operands());
        var dtype = operands.input().dtype();
        var rows = Rows.along(operands.input(), 1);
        var input = call.dense(operands.input());
        var target = call.dense(operands.target(), DType.INT64);
        var logSum = operands.logSum();
        boolean inPlace = !op.mean() && operands.loss().dtype() == logSum.dtype();
        var losses = inPlace ? operands.loss() : call.region(logSum.dtype(), rows.outer());
        if (rows.outer() > 0) {
            var launch = call.launch("loss/cross_entropy", rows.fitsWarp() ? "cross_entropy_warp" : "cross_entropy_block", dtype).in(input)
                .in(target).in(logSum).in(losses).i64(rows.outer()).i64(rows.n()).i64(op.ignoreIndex()).errors(call);
            if (rows.fitsWarp()) {
                launch.grid(rows.warpGrid(), Rows.warpBlock(), 0);
            } else {
                launch.grid(rows.blockGrid(), rows.block(), 0);
            }
        }
        if (op.mean()) {
            call.launch("loss/cross_entropy", "cross_entropy_mean", dtype).in(losses).in(target).in(operands.loss()).i64(rows.outer())
                .i64(op.ignoreIndex()).grid(Dim.of(1), Dim.of(FOLD_THREADS), 0);
        } else if (!inPlace) {
            Copies.copy(call, losses, operands.loss());
        }
    }
}
