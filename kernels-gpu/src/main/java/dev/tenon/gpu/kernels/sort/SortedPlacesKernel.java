package dev.tenon.gpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.SortedPlaces;

/** Binary search in ascending rows, for every element of the input in its own row, or in the only one. NaN is above everything. */
public final class SortedPlacesKernel extends GpuKernel<SortedPlaces> {
    @Override
    protected void run(SortedPlaces op, GpuCall call) {
        var out = call.out(0);
        if (out.numel() == 0) {
            return;
        }
        var sequence = call.dense(0, call.compute());
        var wanted = call.dense(1, call.compute());
        long order = call.has(2) ? call.dense(2, DType.INT64).address() : 0;
        int last = sequence.rank() - 1;
        long perRow = last > 0 ? wanted.sizes()[wanted.rank() - 1] : 0;
        call.launch("sort/search", "sorted_places", call.compute()).in(sequence).in(wanted).pointer(order).in(out)
            .flag(out.dtype() == DType.INT32).i64(out.numel()).i64(sequence.sizes()[last]).i64(perRow).flag(op.right()).i32(last)
            .errors(call).over(out.numel());
    }
}
