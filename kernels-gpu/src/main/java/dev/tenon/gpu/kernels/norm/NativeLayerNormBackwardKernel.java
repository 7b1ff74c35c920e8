package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.NativeLayerNormBackward;

/** The gradient of layer norm. Weight and bias gradients are summed over pieces of the rows, and the pieces in order. */
public final class NativeLayerNormBackwardKernel extends GpuKernel<NativeLayerNormBackward> {
    private static final int DOWN = 8;
    /** Rows of a piece at least. */
    private static final long PIECE = 64;
    private static final int BLOCKS = 4;

    @Override
    protected void run(NativeLayerNormBackward op, GpuCall call) {
        var operands = new NativeLayerNormBackward.Operands(call.operands());
        var dtype = operands.gradInput().dtype();
        var statistics = Sums.statistics(dtype);
        var rows = NativeLayerNormKernel.rows(operands.mean(), operands.input());
        if (rows.outer() == 0) {
            call.zero(operands.gradWeight());
            call.zero(operands.gradBias());
            return;
        }
        var grad = call.dense(operands.gradOutput(), dtype);
        var input = call.dense(operands.input(), dtype);
        long weight = call.addressOrZero(operands.weight(), dtype);
        var mean = call.dense(operands.mean(), statistics);
        var rstd = call.dense(operands.rstd(), statistics);
        input(call, operands.gradInput(), rows, grad, input, weight, mean, rstd);
        parameters(call, operands, rows, grad, input, mean, rstd);
    }

    private static void input(GpuCall call, UncheckedOperand out, Rows rows, UncheckedOperand grad, UncheckedOperand input, long weight,
        UncheckedOperand mean, UncheckedOperand rstd) {
        if (rows.n() == 0) {
            return;
        }
        var suffix = rows.fitsWarp() ? "warp" : rows.fitsBlock() ? "block" : "long";
        var launch = call.launch("norm/layer_norm", "layer_norm_backward_" + suffix, out.dtype()).in(grad).in(input).pointer(weight)
            .in(out).in(mean).in(rstd);
        NativeLayerNormKernel.row(launch, rows,
            Rows.arePacked(rows.n(), out.dtype(), grad.address(), input.address(), out.address()));
        NativeLayerNormKernel.grid(launch, rows);
    }

    private static void parameters(GpuCall call, NativeLayerNormBackward.Operands operands, Rows rows, UncheckedOperand grad,
        UncheckedOperand input,
        UncheckedOperand mean,
        UncheckedOperand rstd) {
        if (rows.n() == 0) {
            return;
        }
        var dtype = operands.gradInput().dtype();
        long across = Math.ceilDiv(rows.n(), 32L);
        long wanted = Math.max(1, (long) call.driver().multiprocessors() * BLOCKS / across);
        long piece = Math.max(PIECE, Math.ceilDiv(rows.outer(), wanted));
        long pieces = Math.ceilDiv(rows.outer(), piece);
        var sums = call.region(mean.dtype(), pieces, 2, rows.n());
        call.launch("norm/layer_norm", "layer_norm_parameters", dtype).in(grad).in(input).in(mean).in(rstd).in(sums)
            .i64(rows.outer()).i64(rows.n()).i64(piece).grid(Dim.of((int) across, (int) pieces), Dim.of(32, DOWN), 0);
        call.launch("norm/layer_norm", "layer_norm_parameters_total", dtype).in(sums).in(operands.gradWeight()).in(operands.gradBias())
            .i64(rows.n())
            .i32((int) pieces).over(2 * rows.n());
    }
}
