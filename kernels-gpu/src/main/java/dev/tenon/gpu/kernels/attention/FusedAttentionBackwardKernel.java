package dev.tenon.gpu.kernels.attention;

import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.ops.FusedAttentionBackward;

/** The gradients of attention: the weights of each tile are computed again from the scores and the logarithms of their sums. */
public final class FusedAttentionBackwardKernel extends GpuKernel<FusedAttentionBackward> {
    @Override
    protected void run(FusedAttentionBackward op, GpuCall call) {
        var dtype = call.out(0).dtype();
        var statistics = Given.statistics(dtype);
        var inputs = new long[7];
        for (int i = 0; i < 4; i++) {
            inputs[i] = call.dense(i, dtype).address();
        }
        inputs[4] = Given.address(call, 4, statistics);
        inputs[5] = call.dense(6, statistics).address();
        long output = call.dense(5, dtype).address();
        var along = call.region(statistics, call.in(6).sizes());
        inputs[6] = along.address();
        var tiles = AttentionTiles.of(call.in(1), call.in(2), call.in(3), FusedAttentionKernel.maskStep(call, 4), op.scale(),
            op.isCausal());
        if (along.numel() > 0) {
            tiles.rows(call.launch("attention/attention", "attend_along", dtype).pointer(inputs[0]).pointer(output).in(along));
        }
        if (call.out(0).numel() > 0) {
            tiles.eachQuery(launch(call, "attend_backward_queries", inputs).in(call.out(0)));
        }
        if (call.out(1).numel() > 0 || call.out(2).numel() > 0) {
            tiles.eachKey(launch(call, "attend_backward_keys", inputs).in(call.out(1)).in(call.out(2)));
        }
    }

    private static Launch launch(GpuCall call, String kernel, long... inputs) {
        var launch = call.launch("attention/attention", kernel, call.out(0).dtype());
        for (long address : inputs) {
            launch.pointer(address);
        }
        return launch;
    }
}
