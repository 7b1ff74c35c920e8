package dev.tenon.gpu.kernels.activation;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Rows;

/** Queues softmax, its logarithm, and their gradients; all have the same sizes. */
record SoftmaxRows(GpuCall call, String kernel, DType dtype, boolean logarithm, UncheckedOperand[] operands) {

    /** Runs {@code kernel} along a dimension. */
    static void run(GpuCall call, String kernel, long dim, boolean logarithm, UncheckedOperand out, UncheckedOperand... inputs) {
        var rows = Rows.along(out, dim);
        if (rows.isEmpty()) {
            return;
        }
        var operands = new UncheckedOperand[inputs.length + 1];
        for (int i = 0; i < inputs.length; i++) {
            operands[i] = call.dense(inputs[i], out.dtype());
        }
        operands[inputs.length] = out;
        new SoftmaxRows(call, kernel, out.dtype(), logarithm, operands).run(rows);
    }

    private void run(Rows rows) {
        if (rows.inner() > 1) {
            launch("_columns").i64(rows.n()).i64(rows.inner()).flag(logarithm).grid(rows.columnGrid(), Rows.warpBlock(), 0);
        } else if (rows.fitsWarp()) {
            launch(rows.isShort() ? "_short" : "_warp").i64(rows.outer()).i32((int) rows.n()).flag(logarithm)
                .grid(rows.warpGrid(), Rows.warpBlock(), 0);
        } else if (rows.fitsBlock()) {
            launch("_block").i32((int) rows.n()).flag(arePacked(rows.n())).flag(logarithm).grid(rows.blockGrid(), rows.block(), 0);
        } else {
            launch("_long").i64(rows.n()).flag(logarithm).grid(rows.blockGrid(), rows.block(), 0);
        }
    }

    private boolean arePacked(long n) {
        var addresses = new long[operands.length];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = operands[i].address();
        }
        return Rows.arePacked(n, dtype, addresses);
    }

    private Launch launch(String suffix) {
        var launch = call.launch("activation/softmax", kernel + suffix, dtype);
        for (var operand : operands) {
            launch.in(operand);
        }
        return launch;
    }
}
