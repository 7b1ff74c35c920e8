package dev.tenon.gpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Scatter;

/**
 * A copy of the input with elements replaced where the index points. A first pass finds for every place the last element for it, which
 * alone is written: so the result does not depend on the order in which threads run.
 */
public final class ScatterKernel extends GpuKernel<Scatter> {
    @Override
    protected void run(Scatter op, GpuCall call) {
        var operands = new Scatter.Operands(call.operands());
        var out = operands.result();
        Copies.copy(call, operands.input(), out);
        if (operands.index().numel() == 0) {
            return;
        }
        var carrier = Copies.carrier(out.dtype().bytes());
        var places = IndexedPlaces.of(call, out, operands.index(), op.dim());
        var last = call.region(DType.INT64, out.sizes());
        call.zero(last);
        places.over(call.launch("index/index", "scatter_last", carrier).in(last));
        places.over(call.launch("index/index", "scatter", carrier).in(operands.src()).in(out).in(last), operands.src().strides());
    }
}
