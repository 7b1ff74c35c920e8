package dev.tenon.gpu.kernels.index;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.ScatterAdd;
import dev.tenon.ops.ScatterReduce;

/** A copy of the input to which elements are added where the index points. */
public final class ScatterAddKernel extends GpuKernel<ScatterAdd> {
    @Override
    protected void run(ScatterAdd op, GpuCall call) {
        var operands = new ScatterAdd.Operands(call.operands());
        var sums = Sums.begin(call, operands.result()).from(operands.input());
        var places = IndexedPlaces.of(call, sums.target(), operands.index(), op.dim());
        var source = places.beside(operands.src(), sums.dtype());
        places.over(call.launch("index/scatter", "scatter_fold", sums.dtype()).i32(ScatterReduce.Reduce.SUM.ordinal()).in(source)
            .in(sums.target()));
        sums.end();
    }
}
