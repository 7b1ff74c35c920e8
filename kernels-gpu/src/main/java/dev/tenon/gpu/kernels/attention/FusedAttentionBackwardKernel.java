package dev.tenon.gpu.kernels.attention;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.FusedAttentionBackward;

/** The gradients of attention: the weights of each tile are computed again from the scores and the logarithms of their sums. */
public final class FusedAttentionBackwardKernel extends GpuKernel<FusedAttentionBackward> {
    @Override
    protected void run(FusedAttentionBackward op, GpuCall call) {
        var operands = new FusedAttentionBackward.Operands(call.operands());
        var dtype = operands.gradQuery().dtype();
        var statistics = Sums.statistics(dtype);
        long output = call.dense(operands.output(), dtype).address();
        var along = call.region(statistics, operands.logSum().sizes());
        long grad = call.dense(operands.gradOutput(), dtype).address();
        long[] inputs = {grad, call.dense(operands.query(), dtype).address(), call.dense(operands.key(), dtype).address(),
            call.dense(operands.value(), dtype).address(), call.addressOrZero(operands.mask(), statistics),
            call.dense(operands.logSum(), statistics).address(), along.address()};
        var tiles = AttentionTiles.of(operands.query(), operands.key(), operands.value(), operands.mask(), op.scale(), op.isCausal());
        if (along.numel() > 0) {
            tiles.rows(call.launch("attention/attention", "attend_along", dtype).pointer(grad).pointer(output).in(along));
        }
        if (operands.gradQuery().numel() > 0) {
            tiles.eachQuery(launch(call, dtype, "attend_backward_queries", inputs).in(operands.gradQuery()));
        }
        if (operands.gradKey().numel() > 0 || operands.gradValue().numel() > 0) {
            tiles.eachKey(launch(call, dtype, "attend_backward_keys", inputs).in(operands.gradKey()).in(operands.gradValue()));
        }
    }

    private static Launch launch(GpuCall call, DType dtype, String kernel, long... inputs) {
        var launch = call.launch("attention/attention", kernel, dtype);
        for (long address : inputs) {
            launch.pointer(address);
        }
        return launch;
    }
}
