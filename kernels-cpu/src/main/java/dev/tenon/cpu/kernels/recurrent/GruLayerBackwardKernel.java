package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.GruLayerBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.TimeSteps;

/** A walk back over the steps to the gradients of the gates, and from these one product for each weight. */
public final class GruLayerBackwardKernel implements Kernel<GruLayerBackward> {
    /** Where the walk reads and writes. */
    private record Places(long gates, long output, long initial, long grad, long gradState, long slopes, long stateSlopes,
        StepProduct recurrent) {}

    @Override
    public void run(GruLayerBackward op, KernelCall call) {
        var operands = new GruLayerBackward.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        var dtype = lane.dtype();
        var input = operands.input().sizes();
        long n = input[0];
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        var all = new Sequences(lane, TimeSteps.of(op.batchSizes(), batch, n, op.reverse()), batch, n);
        try (var own = new Temporary();
            var grad = Dense.read(operands.gradOutput(), dtype);
            var gradLast = Dense.read(operands.gradLast(), dtype);
            var x = Dense.read(operands.input(), dtype);
            var initial = Dense.read(operands.hidden(), dtype);
            var weightIh = Dense.read(operands.weightIh(), dtype);
            var weightHh = Dense.read(operands.weightHh(), dtype);
            var output = Dense.read(operands.output(), dtype);
            var gates = Dense.read(operands.gates(), dtype);
            var gradState = Dense.write(operands.gradHidden(), dtype);
            var gradInput = Dense.write(operands.gradInput(), dtype);
            var gradIh = Dense.write(operands.gradWeightIh(), dtype);
            var gradHh = Dense.write(operands.gradWeightHh(), dtype);
            var gradBiasIh = Dense.write(operands.gradBiasIh(), dtype);
            var gradBiasHh = Dense.write(operands.gradBiasHh(), dtype)) {
            int bytes = lane.bytes();
            long slopes = own.take(n * 3 * h * bytes);
            long stateSlopes = own.take(n * 3 * h * bytes);
            UncheckedAccess.copy(gradLast.address(), gradState.address(), batch * h * bytes);
            walk(all, h, new Places(gates.address(), output.address(), initial.address(), grad.address(), gradState.address(), slopes,
                stateSlopes, StepProduct.of(lane, weightHh.address(), 3 * h, h, false, all.steps().count())));
            if (op.wanted() > 0) {
                all.unproject(slopes, 3 * h, weightIh.address(), input[1], gradInput.address());
            }
            all.weigh(slopes, 3 * h, x.address(), input[1], gradIh.address());
            long before = own.take(n * h * bytes);
            all.statesBefore(output.address(), initial.address(), h, before);
            all.weigh(stateSlopes, 3 * h, before, h, gradHh.address());
            all.sum(slopes, 3 * h, gradBiasIh.address());
            all.sum(stateSlopes, 3 * h, gradBiasHh.address());
        }
    }

    private static void walk(Sequences all, long h, Places at) {
        var math = CellMath.of(all.lane());
        Walk.backwards(all.steps(), all.batch(), (time, first, rows) -> {
            long row = all.steps().offset(time) + first;
            long states = all.at(at.gradState, first, h);
            math.add(all.at(at.grad, row, h), states, rows * h);
            for (long r = 0; r < rows; r++) {
                math.gruBackward(all.at(at.gates, row + r, 4 * h), all.stateBefore(at.output, at.initial, h, time, first + r),
                    all.at(states, r, h), all.at(at.slopes, row + r, 3 * h), all.at(at.stateSlopes, row + r, 3 * h), h);
            }
            at.recurrent.run(all.at(at.stateSlopes, row, 3 * h), rows, true, states);
        });
    }
}
