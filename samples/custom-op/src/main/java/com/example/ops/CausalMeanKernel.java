package com.example.ops;

import dev.tenon.cpu.ArrayRows;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Running sums of every row, divided by how many elements they are of; backwards where the matrix is transposed. */
public final class CausalMeanKernel implements Kernel<CausalMean> {
    @Override
    public void run(CausalMean op, KernelCall call) {
        var operands = new CausalMean.Operands(call);
        ArrayRows.along(-1).reads(operands.input()).writes(operands.result()).run(row -> {
            double[] x = row.doubles(operands.input());
            double[] y = row.doubles(operands.result());
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                int t = op.transposed() ? x.length - 1 - i : i;
                sum += op.transposed() ? x[t] / (t + 1) : x[t];
                y[t] = op.transposed() ? sum : sum / (t + 1);
            }
        });
    }
}
