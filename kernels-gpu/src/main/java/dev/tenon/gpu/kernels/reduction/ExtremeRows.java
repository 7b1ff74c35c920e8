package dev.tenon.gpu.kernels.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.Chunks;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Lines;

/** Queues the extreme element of every row along a dimension, and where it stands: the first of equal ones, and a NaN before everything. */
final class ExtremeRows {
    private ExtremeRows() {}

    static void run(GpuCall call, UncheckedOperand input, UncheckedOperand extremes, UncheckedOperand indices, long dim, boolean largest) {
        var dtype = input.dtype();
        if (extremes.numel() == 0) {
            return;
        }
        var lines = Lines.of(call, input, dim, dtype);
        var rows = lines.rows();
        var kernel = largest ? "largest" : "smallest";
        if (lines.areColumns()) {
            call.launch("reduction/extreme", kernel + "_columns", dtype).in(lines.in()).in(extremes).in(indices).i64(rows.outer())
                .i64(rows.n()).i64(rows.inner()).over(rows.outer() * rows.inner());
            return;
        }
        var chunks = Chunks.of(call.driver(), rows.outer(), rows.n());
        if (chunks.count() == 1) {
            rows(call, kernel, chunks, lines.in(), 0, extremes, indices);
            return;
        }
        var values = call.region(dtype, chunks.total());
        var places = call.region(DType.INT64, chunks.total());
        rows(call, kernel, chunks, lines.in(), 0, values, places);
        rows(call, kernel, new Chunks(rows.outer(), chunks.count(), chunks.count()), values, places.address(), extremes, indices);
    }

    private static void rows(GpuCall call, String kernel, Chunks chunks, UncheckedOperand from, long fromPlaces, UncheckedOperand to,
        UncheckedOperand places) {
        call.launch("reduction/extreme", kernel + "_rows", from.dtype()).in(from).pointer(fromPlaces).in(to).in(places).i64(chunks.rows())
            .i64(chunks.n()).i64(chunks.chunk()).grid(chunks.grid(), chunks.block(), 0);
    }
}
