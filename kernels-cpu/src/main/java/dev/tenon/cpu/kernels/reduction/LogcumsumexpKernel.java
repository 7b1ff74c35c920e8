package dev.tenon.cpu.kernels.reduction;

import dev.tenon.ops.Logcumsumexp;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Running sums of exponentials along one dimension, as logarithms. */
public final class LogcumsumexpKernel implements Kernel<Logcumsumexp> {
    @Override
    public void run(Logcumsumexp op, KernelCall call) {
        var operands = new Logcumsumexp.Operands(call);
        Running.run(operands.input(), operands.result(), op.dim(), Double.NEGATIVE_INFINITY, LogcumsumexpKernel::logAdd);
    }

    /** ln(e^a + e^b) by the larger of the two, so that it never overflows. */
    private static double logAdd(double a, double b) {
        double larger = Math.max(a, b);
        return Double.isInfinite(larger) ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
    }
}
