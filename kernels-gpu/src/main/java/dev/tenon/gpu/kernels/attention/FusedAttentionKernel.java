package dev.tenon.gpu.kernels.attention;

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
        var operands = new FusedAttention.Operands(call.operands());
        if (operands.logSum().numel() == 0) {
            return;
        }
        var dtype = operands.output().dtype();
        var query = call.dense(operands.query(), dtype);
        var key = call.dense(operands.key(), dtype);
        var value = call.dense(operands.value(), dtype);
        long mask = call.addressOrZero(operands.mask(), operands.logSum().dtype());
        var tiles = AttentionTiles.of(query, key, value, operands.mask(), op.scale(), op.isCausal());
        tiles.attend(
            call.launch("attention/attention", "attend", dtype).in(query).in(key).in(value).pointer(mask).in(operands.output())
                .in(operands.logSum()));
    }
}
