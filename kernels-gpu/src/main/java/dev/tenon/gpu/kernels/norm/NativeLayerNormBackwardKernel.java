package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.ops.NativeLayerNormBackward;

/** The gradient of layer norm. Weight and bias gradients are summed over pieces of the rows, and the pieces in order. */
public final class NativeLayerNormBackwardKernel extends GpuKernel<NativeLayerNormBackward> {
    private static final int DOWN = 8;
    /** Rows of a piece at least. */
    private static final long PIECE = 64;
    private static final int BLOCKS = 4;

    @Override
    protected void run(NativeLayerNormBackward op, GpuCall call) {
        var dtype = call.out(0).dtype();
        var statistics = Given.statistics(dtype);
        var rows = NativeLayerNormKernel.rows(call.in(3), call.in(1));
        if (rows.outer() == 0) {
            call.zero(call.out(1));
            call.zero(call.out(2));
            return;
        }
        var grad = call.dense(0, dtype);
        var input = call.dense(1, dtype);
        long weight = Given.address(call, 2, dtype);
        var mean = call.dense(3, statistics);
        var rstd = call.dense(4, statistics);
        input(call, rows, grad, input, weight, mean, rstd);
        parameters(call, rows, grad, input, mean, rstd, statistics);
    }

    private static void input(GpuCall call, Rows rows, Operand grad, Operand input, long weight, Operand mean, Operand rstd) {
        if (rows.n() == 0) {
            return;
        }
        var suffix = rows.fitsWarp() ? "warp" : rows.fitsBlock() ? "block" : "long";
        var launch = call.launch("norm/layer_norm", "layer_norm_backward_" + suffix, call.out(0).dtype()).in(grad).in(input).pointer(weight)
            .in(call.out(0)).in(mean).in(rstd);
        NativeLayerNormKernel.row(launch, rows,
            Rows.arePacked(rows.n(), call.out(0).dtype(), grad.address(), input.address(), call.out(0).address()));
        NativeLayerNormKernel.grid(launch, rows);
    }

    private static void parameters(GpuCall call, Rows rows, Operand grad, Operand input, Operand mean, Operand rstd, DType statistics) {
        if (rows.n() == 0) {
            return;
        }
        long across = Math.ceilDiv(rows.n(), 32L);
        long wanted = Math.max(1, (long) call.driver().multiprocessors() * BLOCKS / across);
        long piece = Math.max(PIECE, Math.ceilDiv(rows.outer(), wanted));
        long pieces = Math.ceilDiv(rows.outer(), piece);
        var sums = call.region(statistics, pieces, 2, rows.n());
        call.launch("norm/layer_norm", "layer_norm_parameters", call.out(0).dtype()).in(grad).in(input).in(mean).in(rstd).in(sums)
            .i64(rows.outer()).i64(rows.n()).i64(piece).grid(Dim.of((int) across, (int) pieces), Dim.of(32, DOWN), 0);
        call.launch("norm/layer_norm", "layer_norm_parameters_total", call.out(0).dtype()).in(sums).in(call.out(1)).in(call.out(2))
            .i64(rows.n())
            .i32((int) pieces).over(2 * rows.n());
    }
}
