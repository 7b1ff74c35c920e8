package dev.tenon.gpu.kernels.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.Chunks;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Lines;

/** Queues running folds along a dimension: {@code running.cuh} says how. */
final class RunningFold {
    /** Bytes of what is carried: a number, and for extremes its place. */
    private static final int CARRIED = 16;

    private RunningFold() {}

    /** Sums, products or sums of exponentials; integers of any width are folded as {@code int64}. */
    static void run(GpuCall call, String kernel, long dim) {
        var out = call.out(0);
        if (out.numel() > 0) {
            var lines = Lines.of(call, dim, out.dtype().isFloating() ? out.dtype() : DType.INT64);
            var target = lines.target(0, lines.in().dtype());
            run(lines, "reduction/running", kernel, target);
            lines.finish(0, target);
        }
    }

    /** Extremes and their places. */
    static void extremes(GpuCall call, boolean largest, long dim) {
        if (call.out(0).numel() > 0) {
            var lines = Lines.of(call, dim, call.in(0).dtype());
            var values = lines.target(0, call.out(0).dtype());
            var places = lines.target(1, DType.INT64);
            run(lines, "reduction/running_extreme", largest ? "largest" : "smallest", values, places);
            lines.finish(0, values);
            lines.finish(1, places);
        }
    }

    private static void run(Lines lines, String file, String kernel, Operand... targets) {
        var rows = lines.rows();
        if (lines.areColumns()) {
            launch(lines, file, kernel + "_columns", targets).i64(rows.outer()).i64(rows.n()).i64(rows.inner())
                .over(rows.outer() * rows.inner());
            return;
        }
        var chunks = Chunks.of(lines.call().driver(), rows.outer(), rows.n());
        long totals = chunks.count() > 1 ? lines.call().temporary(chunks.total() * CARRIED) : 0;
        for (boolean first : chunks.count() > 1 ? new boolean[] {true, false} : new boolean[] {false}) {
            launch(lines, file, kernel + "_rows", targets).pointer(totals).i64(rows.outer()).i64(rows.n()).i64(chunks.chunk()).flag(first)
                .grid(chunks.grid(), chunks.block(), 0);
        }
    }

    private static Launch launch(Lines lines, String file, String kernel, Operand[] targets) {
        var launch = lines.call().launch(file, kernel, lines.in().dtype()).in(lines.in());
        for (var target : targets) {
            launch.in(target);
        }
        return launch;
    }
}
