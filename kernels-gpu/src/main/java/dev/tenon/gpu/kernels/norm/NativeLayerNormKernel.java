package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.ops.NativeLayerNorm;

/** Layer norm: each row of the normalised dimensions minus its mean, by its standard deviation, times weight plus bias. */
public final class NativeLayerNormKernel extends GpuKernel<NativeLayerNorm> {
    @Override
    protected void run(NativeLayerNorm op, GpuCall call) {
        var operands = new NativeLayerNorm.Operands(call.operands());
        var rows = rows(operands.mean(), operands.output());
        if (rows.outer() == 0) {
            return;
        }
        var dtype = operands.output().dtype();
        long input = call.dense(operands.input(), dtype).address();
        long weight = call.addressOrZero(operands.weight(), dtype);
        long bias = call.addressOrZero(operands.bias(), dtype);
        var suffix = rows.fitsWarp() ? "warp" : rows.fitsBlock() ? "block" : "long";
        var launch = call.launch("norm/layer_norm", "layer_norm_" + suffix, dtype).pointer(input).pointer(weight).pointer(bias)
            .in(operands.output())
            .in(operands.mean()).in(operands.rstd());
        boolean packed = Rows.arePacked(rows.n(), dtype, input, operands.output().address());
        row(launch, rows, packed);
        launch.f64(op.eps());
        grid(launch, rows);
    }

    /** The rows that statistics are of. */
    static Rows rows(UncheckedOperand statistics, UncheckedOperand whole) {
        long rows = statistics.numel();
        return new Rows(rows, rows == 0 ? 0 : whole.numel() / rows, 1);
    }

    /** The arguments that say what a row is; they differ by who holds it. */
    static void row(Launch launch, Rows rows, boolean packed) {
        if (rows.fitsWarp()) {
            launch.i64(rows.outer()).i32((int) rows.n());
        } else if (rows.fitsBlock()) {
            launch.i32((int) rows.n()).flag(packed);
        } else {
            launch.i64(rows.n());
        }
    }

    static void grid(Launch launch, Rows rows) {
        if (rows.fitsWarp()) {
            launch.grid(rows.warpGrid(), Rows.warpBlock(), 0);
        } else {
            launch.grid(rows.blockGrid(), rows.block(), 0);
        }
    }
}
