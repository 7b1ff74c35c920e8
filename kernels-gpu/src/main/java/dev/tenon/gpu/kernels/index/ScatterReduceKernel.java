package dev.tenon.gpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.ScatterReduce;

/** A copy of the input into whose places elements are folded where the index points. */
public final class ScatterReduceKernel extends GpuKernel<ScatterReduce> {
    @Override
    protected void run(ScatterReduce op, GpuCall call) {
        var operands = new ScatterReduce.Operands(call.operands());
        var sums = Sums.begin(call, operands.result()).from(operands.input());
        var places = IndexedPlaces.of(call, sums.target(), operands.index(), op.dim());
        var source = places.beside(operands.src(), sums.dtype());
        if (!op.includeSelf()) {
            fold(op, places, 0, sums.target());
        }
        fold(op, places, source.address(), sums.target());
        if (op.reduce() == ScatterReduce.Reduce.MEAN) {
            divide(op, places, sums.target());
        }
        sums.end();
    }

    private static void fold(ScatterReduce op, IndexedPlaces places, long source, UncheckedOperand target) {
        places.over(
            places.call().launch("index/scatter", "scatter_fold", target.dtype()).i32(op.reduce().ordinal()).pointer(source).in(target));
    }

    private static void divide(ScatterReduce op, IndexedPlaces places, UncheckedOperand sums) {
        var call = places.call();
        var counts = call.region(DType.INT64, sums.sizes());
        call.zero(counts);
        places.over(call.launch("index/scatter", "scatter_count", sums.dtype()).in(counts));
        call.launch("index/scatter", "divide", sums.dtype()).in(sums).in(counts).i64(op.includeSelf() ? 1 : 0).i64(sums.numel())
            .over(sums.numel());
    }
}
