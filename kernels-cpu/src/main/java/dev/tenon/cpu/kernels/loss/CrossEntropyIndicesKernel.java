package dev.tenon.cpu.kernels.loss;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.CrossEntropyIndices;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Cross-entropy of logits {@code [n, classes]} and class indices in one pass: {@code logSumExp(x[i]) - x[i][t[i]]}. */
public final class CrossEntropyIndicesKernel implements Kernel<CrossEntropyIndices> {
    @Override
    public void run(CrossEntropyIndices op, KernelCall call) {
        var operands = new CrossEntropyIndices.Operands(call);
        var lane = Lane.of(operands.logSum().dtype());
        long rows = operands.input().sizes()[0];
        long classes = operands.input().sizes()[1];
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try (var in = Dense.read(operands.input(), lane.dtype());
            var target = Dense.read(operands.target(), DType.INT64);
            var lse = Dense.write(operands.logSum(), lane.dtype());
            var loss = Dense.write(operands.loss(), lane.dtype())) {
            long counted = count(target.address(), rows, classes, op.ignoreIndex());
            long losses = scratch.take(Math.max(1, rows) * Double.BYTES);
            var pass = new Pass(RowMath.of(lane, classes), classes, lane.bytes(), in.address(), target.address(), lse.address(), losses,
                op.ignoreIndex());
            Workers.run(rows, Workers.grain(classes), pass::run);
            if (op.mean()) {
                double sum = 0;
                for (long i = 0; i < rows; i++) {
                    sum += UncheckedAccess.f64(losses, i);
                }
                pass.math.put(loss.address(), 0, sum / counted);
            } else {
                for (long i = 0; i < rows; i++) {
                    pass.math.put(loss.address(), i, UncheckedAccess.f64(losses, i));
                }
            }
        } finally {
            scratch.release(mark);
        }
    }

    /** How many targets are not ignored; each of them must be a class. */
    static long count(long target, long rows, long classes, long ignored) {
        long count = 0;
        for (long i = 0; i < rows; i++) {
            long t = UncheckedAccess.i64(target, i);
            if (t != ignored) {
                if (t < 0 || t >= classes) {
                    throw new IndexException("cross_entropy: target " + t + " at position " + i + " is out of range, expected [0, "
                        + (classes - 1) + "] for " + classes + " classes, or the ignored index " + ignored);
                }
                count++;
            }
        }
        return count;
    }

    private record Pass(RowMath math, long classes, int bytes, long in, long target, long lse, long losses, long ignored) {
        void run(long from, long until) {
            var scratch = Scratch.of();
            long mark = scratch.mark();
            try {
                long exps = scratch.take(classes * bytes);
                for (long i = from; i < until; i++) {
                    long row = in + i * classes * bytes;
                    double max = math.max(row, classes);
                    double logSum = Math.log(math.exp(row, max, exps, classes));
                    math.put(lse, i, max + logSum);
                    long t = UncheckedAccess.i64(target, i);
                    UncheckedAccess.f64(losses, i, t == ignored ? 0 : max - math.at(row, t) + logSum);
                }
            } finally {
                scratch.release(mark);
            }
        }
    }
}
