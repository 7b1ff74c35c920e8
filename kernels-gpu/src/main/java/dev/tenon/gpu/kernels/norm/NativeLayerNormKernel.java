package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Rows;
import dev.tenon.ops.NativeLayerNorm;

/** Layer norm: each row of the normalised dimensions minus its mean, by its standard deviation, times weight plus bias. */
public final class NativeLayerNormKernel extends GpuKernel<NativeLayerNorm> {
    @Override
    protected void run(NativeLayerNorm op, GpuCall call) {
        var rows = rows(call.out(1), call.out(0));
        if (rows.outer() == 0) {
            return;
        }
        var dtype = call.out(0).dtype();
        long input = call.dense(0, dtype).address();
        long weight = Given.address(call, 1, dtype);
        long bias = Given.address(call, 2, dtype);
        var suffix = rows.fitsWarp() ? "warp" : rows.fitsBlock() ? "block" : "long";
        var launch = call.launch("norm/layer_norm", "layer_norm_" + suffix, dtype).pointer(input).pointer(weight).pointer(bias)
            .in(call.out(0))
            .in(call.out(1)).in(call.out(2));
        boolean packed = Rows.arePacked(rows.n(), dtype, input, call.out(0).address());
        row(launch, rows, packed);
        launch.f64(op.eps());
        grid(launch, rows);
    }

    /** The rows that statistics are of. */
    static Rows rows(Operand statistics, Operand whole) {
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
