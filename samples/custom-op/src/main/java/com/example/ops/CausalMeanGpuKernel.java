package com.example.ops;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;

/** Queues {@code causal_mean.cu}, of which a thread takes a row. */
public final class CausalMeanGpuKernel extends GpuKernel<CausalMean> {
    @Override
    protected void run(CausalMean op, GpuCall call) {
        var operands = new CausalMean.Operands(call.operands());
        var rows = Rows.along(operands.input(), -1);
        call.launch(getClass(), "causal_mean", operands.input().dtype()).in(call.dense(operands.input())).in(operands.result())
            .i64(rows.outer()).i64(rows.n()).flag(op.transposed()).over(rows.outer());
    }
}
