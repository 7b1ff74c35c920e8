package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.ops.RnnLayerBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.TimeSteps;

/** A walk back over the steps to the gradients before the nonlinearity, and from these one product for each weight. */
public final class RnnLayerBackwardKernel implements Kernel<RnnLayerBackward> {
    @Override
    public void run(RnnLayerBackward op, KernelCall call) {
        var operands = new RnnLayerBackward.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        var dtype = lane.dtype();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        long inner = operands.input().sizes()[1];
        long n = operands.input().sizes()[0];
        var all = new Sequences(lane, TimeSteps.of(op.batchSizes(), batch, n, op.reverse()), batch, n);
        try (var own = new Temporary();
            var grad = Dense.read(operands.gradOutput(), dtype);
            var gradLast = Dense.read(operands.gradLast(), dtype);
            var x = Dense.read(operands.input(), dtype);
            var initial = Dense.read(operands.hidden(), dtype);
            var weightIh = Dense.read(operands.weightIh(), dtype);
            var weightHh = Dense.read(operands.weightHh(), dtype);
            var output = Dense.read(operands.output(), dtype);
            var gradState = Dense.write(operands.gradHidden(), dtype);
            var gradInput = Dense.write(operands.gradInput(), dtype);
            var gradIh = Dense.write(operands.gradWeightIh(), dtype);
            var gradHh = Dense.write(operands.gradWeightHh(), dtype);
            var gradBiasIh = Dense.write(operands.gradBiasIh(), dtype);
            var gradBiasHh = Dense.write(operands.gradBiasHh(), dtype)) {
            long slopes = own.take(n * h * lane.bytes());
            UncheckedAccess.copy(gradLast.address(), gradState.address(), batch * h * lane.bytes());
            walk(op, all, h, output.address(), grad.address(), weightHh.address(), gradState.address(), slopes);
            if (op.wanted() > 0) {
                all.unproject(slopes, h, weightIh.address(), inner, gradInput.address());
            }
            all.weigh(slopes, h, x.address(), inner, gradIh.address());
            long before = own.take(n * h * lane.bytes());
            all.statesBefore(output.address(), initial.address(), h, before);
            all.weigh(slopes, h, before, h, gradHh.address());
            all.sum(slopes, h, gradBiasIh.address());
            UncheckedAccess.copy(gradBiasIh.address(), gradBiasHh.address(), h * lane.bytes());
        }
    }

    private static void walk(RnnLayerBackward op, Sequences all, long h, long output, long grad, long weight, long gradState, long slopes) {
        var math = CellMath.of(all.lane());
        var product = StepProduct.of(all.lane(), weight, h, h, false, all.steps().count());
        boolean isTanh = op.nonlinearity() == Nonlinearity.TANH;
        Walk.backwards(all.steps(), all.batch(), (time, first, rows) -> {
            long row = all.steps().offset(time) + first;
            long states = all.at(gradState, first, h);
            long here = all.at(slopes, row, h);
            math.add(all.at(grad, row, h), states, rows * h);
            if (isTanh) {
                math.tanhBackward(all.at(output, row, h), states, here, rows * h);
            } else {
                math.reluBackward(all.at(output, row, h), states, here, rows * h);
            }
            product.run(here, rows, false, states);
        });
    }
}
