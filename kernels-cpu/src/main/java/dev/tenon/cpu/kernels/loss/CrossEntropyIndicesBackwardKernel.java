package dev.tenon.cpu.kernels.loss;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.ops.CrossEntropyIndicesBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradient of cross-entropy: {@code (softmax(x[i]) - onehot(t[i])) * g}, zero in ignored rows. */
public final class CrossEntropyIndicesBackwardKernel implements Kernel<CrossEntropyIndicesBackward> {
    @Override
    public void run(CrossEntropyIndicesBackward op, KernelCall call) {
        var operands = new CrossEntropyIndicesBackward.Operands(call);
        var lane = Lane.of(operands.result().dtype());
        long rows = operands.input().sizes()[0];
        long classes = operands.input().sizes()[1];
        var math = RowMath.of(lane, classes);
        try (var grad = Dense.read(operands.gradLoss(), lane.dtype());
            var in = Dense.read(operands.input(), lane.dtype());
            var target = Dense.read(operands.target(), DType.INT64);
            var lse = Dense.read(operands.logSum(), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            long counted = CrossEntropyIndicesKernel.count(target.address(), rows, classes, op.ignoreIndex());
            boolean oneGradient = operands.gradLoss().numel() == 1;
            Workers.run(rows, Workers.grain(classes), (from, until) -> {
                for (long i = from; i < until; i++) {
                    long offset = i * classes * lane.bytes();
                    long t = UncheckedAccess.i64(target.address(), i);
                    double g = math.at(grad.address(), oneGradient ? 0 : i) / (op.mean() ? counted : 1);
                    if (t == op.ignoreIndex()) {
                        UncheckedAccess.fill(out.address() + offset, classes * lane.bytes(), (byte) 0);
                    } else {
                        math.exp(in.address() + offset, math.at(lse.address(), i), out.address() + offset, classes);
                        math.affine(out.address() + offset, g, 0, out.address() + offset, classes);
                        math.put(out.address() + offset, t, math.at(out.address() + offset, t) - g);
                    }
                }
            });
        }
    }
}
