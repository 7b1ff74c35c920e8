package dev.tenon.gpu.kernels.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
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
    static void run(GpuCall call, UncheckedOperand input, UncheckedOperand out, String kernel, long dim) {
        if (out.numel() > 0) {
            var lines = Lines.of(call, input, dim, out.dtype().isFloating() ? out.dtype() : DType.INT64);
            var target = lines.target(out, lines.in().dtype());
            run(lines, "reduction/running", kernel, target);
            lines.finish(out, target);
        }
    }

    /** Extremes and their places. */
    static void extremes(GpuCall call, UncheckedOperand input, UncheckedOperand extremes, UncheckedOperand indices, boolean largest,
        long dim) {
        if (extremes.numel() > 0) {
            var lines = Lines.of(call, input, dim, input.dtype());
            var values = lines.target(extremes, extremes.dtype());
            var places = lines.target(indices, DType.INT64);
            run(lines, "reduction/running_extreme", largest ? "largest" : "smallest", values, places);
            lines.finish(extremes, values);
            lines.finish(indices, places);
        }
    }

    private static void run(Lines lines, String file, String kernel, UncheckedOperand... targets) {
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

    private static Launch launch(Lines lines, String file, String kernel, UncheckedOperand[] targets) {
        var launch = lines.call().launch(file, kernel, lines.in().dtype()).in(lines.in());
        for (var target : targets) {
            launch.in(target);
        }
        return launch;
    }
}
