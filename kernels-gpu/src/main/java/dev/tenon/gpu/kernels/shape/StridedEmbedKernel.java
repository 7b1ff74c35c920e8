package dev.tenon.gpu.kernels.shape;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Region;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.StridedEmbed;

/** Adds the input's elements to zeros at strided places: what takes a strided view's gradient back. */
public final class StridedEmbedKernel extends GpuKernel<StridedEmbed> {
    @Override
    protected void run(StridedEmbed op, GpuCall call) {
        var operands = new StridedEmbed.Operands(call.operands());
        var sums = Sums.begin(call, operands.result());
        call.zero(sums.target());
        var source = call.dense(operands.input(), sums.dtype());
        var places = Region.of(sums.target(), source.sizes(), op.stride().toArray(), op.offset());
        call.launch("index/scatter", "embed_add", sums.dtype()).in(source).in(places).i64(source.numel())
            .layout(places.sizes(), places.strides()).over(source.numel());
        sums.end();
    }
}
