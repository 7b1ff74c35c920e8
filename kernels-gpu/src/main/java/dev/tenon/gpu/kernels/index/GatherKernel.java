package dev.tenon.gpu.kernels.index;

import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Gather;

/** Takes, for every position of the index, the element whose coordinate along one dimension is the index there. */
public final class GatherKernel extends GpuKernel<Gather> {
    @Override
    protected void run(Gather op, GpuCall call) {
        var operands = new Gather.Operands(call.operands());
        var in = operands.input();
        var places = IndexedPlaces.of(call, in, operands.index(), op.dim());
        places.over(call.launch("index/index", "gather", Copies.carrier(in.dtype().bytes())).in(in).in(operands.result()));
    }
}
