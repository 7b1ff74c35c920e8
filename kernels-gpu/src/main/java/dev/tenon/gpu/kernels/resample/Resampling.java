package dev.tenon.gpu.kernels.resample;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Rows;

/**
 * Weighted sums along one dimension and their adjoint.
 *
 * @param rows along the dimension, in what is not summed yet
 * @param outputs rows of the weights
 * @param taps columns of the weights
 */
record Resampling(Rows rows, long outputs, long taps) {
    static Resampling of(Operand whole, Operand weight, long dim) {
        return new Resampling(Rows.along(whole, dim), weight.sizes()[0], weight.sizes()[1]);
    }

    void forward(GpuCall call) {
        var out = call.out(0);
        if (out.numel() > 0) {
            launch(call, "resample", out, out.numel());
        }
    }

    void adjoint(GpuCall call) {
        var out = call.out(0);
        if (out.numel() == 0) {
            return;
        }
        var statistics = Given.statistics(out.dtype());
        Operand sums = statistics == out.dtype() ? out : call.region(statistics, out.sizes());
        call.zero(sums);
        launch(call, "resample_adjoint", sums, rows.outer() * outputs * taps * rows.inner());
        if (sums != out) {
            Copies.copy(call, sums, out);
        }
    }

    private void launch(GpuCall call, String kernel, Operand to, long n) {
        var dtype = call.out(0).dtype();
        var input = call.dense(0, dtype);
        var weight = call.dense(1, dtype);
        var index = call.dense(2, DType.INT64);
        call.launch("resample/resample", kernel, dtype).in(input).in(weight).in(index).in(to).i64(n).i64(rows.n()).i64(rows.inner())
            .i64(outputs)
            .i64(taps).errors(call).over(n);
    }
}
