package dev.tenon.gpu.kernels.resample;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.gpu.launch.Sums;

/**
 * Weighted sums along one dimension and their adjoint.
 *
 * @param rows along the dimension, in what is not summed yet
 * @param outputs rows of the weights
 * @param taps columns of the weights
 */
record Resampling(Rows rows, long outputs, long taps) {
    static Resampling of(UncheckedOperand whole, UncheckedOperand weight, long dim) {
        return new Resampling(Rows.along(whole, dim), weight.sizes()[0], weight.sizes()[1]);
    }

    void forward(GpuCall call, UncheckedOperand input, UncheckedOperand weight, UncheckedOperand index, UncheckedOperand out) {
        if (out.numel() > 0) {
            launch(call, "resample", out.dtype(), input, weight, index, out, out.numel());
        }
    }

    void adjoint(GpuCall call, UncheckedOperand grad, UncheckedOperand weight, UncheckedOperand index, UncheckedOperand out) {
        if (out.numel() == 0) {
            return;
        }
        var statistics = Sums.statistics(out.dtype());
        UncheckedOperand sums = statistics == out.dtype() ? out : call.region(statistics, out.sizes());
        call.zero(sums);
        launch(call, "resample_adjoint", out.dtype(), grad, weight, index, sums,
            rows.outer() * outputs * taps * rows.inner());
        if (sums != out) {
            Copies.copy(call, sums, out);
        }
    }

    private void launch(GpuCall call, String kernel, DType dtype, UncheckedOperand from, UncheckedOperand weight, UncheckedOperand index,
        UncheckedOperand to, long n) {
        var terms = call.dense(from, dtype);
        var factors = call.dense(weight, dtype);
        var places = call.dense(index, DType.INT64);
        call.launch("resample/resample", kernel, dtype).in(terms).in(factors).in(places).in(to).i64(n).i64(rows.n()).i64(rows.inner())
            .i64(outputs).i64(taps).errors(call).over(n);
    }
}
