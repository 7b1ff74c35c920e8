package dev.tenon.gpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.SortedPlaces;

/** Binary search in ascending rows, for every element of the input in its own row, or in the only one. NaN is above everything. */
public final class SortedPlacesKernel extends GpuKernel<SortedPlaces> {
    @Override
    protected void run(SortedPlaces op, GpuCall call) {
        var operands = new SortedPlaces.Operands(call.operands());
        var out = operands.result();
        if (out.numel() == 0) {
            return;
        }
        var sequence = call.dense(operands.sortedSequence(), call.compute());
        var wanted = call.dense(operands.input(), call.compute());
        long order = operands.sorter() != null ? call.dense(operands.sorter(), DType.INT64).address() : 0;
        int last = sequence.rank() - 1;
        long perRow = last > 0 ? wanted.sizes()[wanted.rank() - 1] : 0;
        call.launch("sort/search", "sorted_places", call.compute()).in(sequence).in(wanted).pointer(order).in(out)
            .flag(out.dtype() == DType.INT32).i64(out.numel()).i64(sequence.sizes()[last]).i64(perRow).flag(op.right()).i32(last)
            .errors(call).over(out.numel());
    }
}
