package dev.tenon.gpu.kernels.attention;

import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.FusedAttention;

/**
 * Attention tile by tile: the sums over the keys so far are kept for the largest score so far, and rescaled when a larger one comes.
 *
 * @see <a href="https://arxiv.org/abs/2205.14135">Dao et al. (2022)</a>
 */
public final class FusedAttentionKernel extends GpuKernel<FusedAttention> {
    @Override
    protected void run(FusedAttention op, GpuCall call) {
        if (call.out(1).numel() == 0) {
            return;
        }
        var dtype = call.out(0).dtype();
        var query = call.dense(0, dtype);
        var key = call.dense(1, dtype);
        var value = call.dense(2, dtype);
        long mask = Given.address(call, 3, call.out(1).dtype());
        var tiles = AttentionTiles.of(query, key, value, maskStep(call, 3), op.scale(), op.isCausal());
        tiles.attend(
            call.launch("attention/attention", "attend", dtype).in(query).in(key).in(value).pointer(mask).in(call.out(0)).in(call.out(1)));
    }

    /** Elements from one batch's mask to the next. */
    static long maskStep(GpuCall call, int i) {
        if (!Given.has(call, i) || call.in(i).sizes()[0] == 1) {
            return 0;
        }
        return call.in(i).sizes()[1] * call.in(i).sizes()[2];
    }
}
