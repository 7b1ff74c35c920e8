package dev.tenon.gpu.kernels.activation;

import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Rows;

/** Queues softmax, its logarithm, and their gradients; all inputs have the sizes of the output. */
record SoftmaxRows(GpuCall call, String kernel, boolean logarithm, Operand[] operands) {

    /** Runs {@code kernel} along a dimension. */
    static void run(GpuCall call, String kernel, long dim, boolean logarithm) {
        var rows = Rows.along(call.out(0), dim);
        if (rows.isEmpty()) {
            return;
        }
        var operands = new Operand[call.inputs() + 1];
        for (int i = 0; i < call.inputs(); i++) {
            operands[i] = call.dense(i, call.out(0).dtype());
        }
        operands[call.inputs()] = call.out(0);
        new SoftmaxRows(call, kernel, logarithm, operands).run(rows);
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
        return Rows.arePacked(n, call.out(0).dtype(), addresses);
    }

    private Launch launch(String suffix) {
        var launch = call.launch("activation/softmax", kernel + suffix, call.out(0).dtype());
        for (var operand : operands) {
            launch.in(operand);
        }
        return launch;
    }
}
