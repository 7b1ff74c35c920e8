package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.LstmLayerBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.TimeSteps;

/** A walk back over the steps to the gradients of the gates, and from these one product for each weight. */
public final class LstmLayerBackwardKernel implements Kernel<LstmLayerBackward> {
    /** Where the walk reads and writes; without a projection {@code projected} and {@code shown} are 0. */
    private record Places(long gates, long cells, long cell, long grad, long gradHidden, long gradCell, long slopes, long projected,
        long shown, StepProduct recurrent, StepProduct projection) {}

    @Override
    public void run(LstmLayerBackward op, KernelCall call) {
        var operands = new LstmLayerBackward.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        var dtype = lane.dtype();
        var input = operands.input().sizes();
        long n = input[0];
        long batch = operands.cell().sizes()[0];
        long h = operands.cell().sizes()[1];
        long p = operands.hidden().sizes()[1];
        boolean projects = operands.weightHr() != null;
        var all = new Sequences(lane, TimeSteps.of(op.batchSizes(), batch, n, op.reverse()), batch, n);
        try (var own = new Temporary();
            var grad = Dense.read(operands.gradOutput(), dtype);
            var gradLastHidden = Dense.read(operands.gradLastHidden(), dtype);
            var gradLastCell = Dense.read(operands.gradLastCell(), dtype);
            var x = Dense.read(operands.input(), dtype);
            var hidden = Dense.read(operands.hidden(), dtype);
            var cell = Dense.read(operands.cell(), dtype);
            var weightIh = Dense.read(operands.weightIh(), dtype);
            var weightHh = Dense.read(operands.weightHh(), dtype);
            var weightHr = Dense.read(operands.weightHr() == null ? operands.weightHh() : operands.weightHr(), dtype);
            var output = Dense.read(operands.output(), dtype);
            var gates = Dense.read(operands.gates(), dtype);
            var cells = Dense.read(operands.cells(), dtype);
            var gradHidden = Dense.write(operands.gradHidden(), dtype);
            var gradCell = Dense.write(operands.gradCell(), dtype);
            var gradInput = Dense.write(operands.gradInput(), dtype);
            var gradIh = Dense.write(operands.gradWeightIh(), dtype);
            var gradHh = Dense.write(operands.gradWeightHh(), dtype);
            var gradBiasIh = Dense.write(operands.gradBiasIh(), dtype);
            var gradBiasHh = Dense.write(operands.gradBiasHh(), dtype);
            var gradHr = Dense.write(operands.gradWeightHr(), dtype)) {
            int bytes = lane.bytes();
            long slopes = own.take(n * 4 * h * bytes);
            var at = new Places(gates.address(), cells.address(), cell.address(), grad.address(), gradHidden.address(),
                gradCell.address(), slopes, projects ? own.take(n * p * bytes) : 0, projects ? own.take(n * h * bytes) : 0,
                StepProduct.of(lane, weightHh.address(), 4 * h, p, false, all.steps().count()),
                StepProduct.plain(lane, weightHr.address(), p, h, false));
            UncheckedAccess.copy(gradLastHidden.address(), at.gradHidden, batch * p * bytes);
            UncheckedAccess.copy(gradLastCell.address(), at.gradCell, batch * h * bytes);
            walk(all, h, p, at);
            if (op.wanted() > 0) {
                all.unproject(slopes, 4 * h, weightIh.address(), input[1], gradInput.address());
            }
            all.weigh(slopes, 4 * h, x.address(), input[1], gradIh.address());
            long before = own.take(n * p * bytes);
            all.statesBefore(output.address(), hidden.address(), p, before);
            all.weigh(slopes, 4 * h, before, p, gradHh.address());
            all.sum(slopes, 4 * h, gradBiasIh.address());
            UncheckedAccess.copy(gradBiasIh.address(), gradBiasHh.address(), 4 * h * bytes);
            if (projects) {
                all.weigh(at.projected, p, at.shown, h, gradHr.address());
            }
        }
    }

    private static void walk(Sequences all, long h, long p, Places at) {
        var math = CellMath.of(all.lane());
        int bytes = all.lane().bytes();
        Walk.backwards(all.steps(), all.batch(), (time, first, rows) -> {
            long row = all.steps().offset(time) + first;
            long hidden = all.at(at.gradHidden, first, p);
            math.add(all.at(at.grad, row, p), hidden, rows * p);
            try (var own = new Temporary()) {
                long bent = own.take(h * bytes);
                long grads = hidden;
                if (at.projected != 0) {
                    UncheckedAccess.copy(hidden, all.at(at.projected, row, p), rows * p * bytes);
                    grads = own.take(rows * h * bytes);
                    at.projection.run(hidden, rows, false, grads);
                }
                for (long r = 0; r < rows; r++) {
                    back(math, all, h, at, time, first + r, bent, all.at(grads, r, h));
                }
            }
            at.recurrent.run(all.at(at.slopes, row, 4 * h), rows, false, hidden);
        });
    }

    /** One step of one sequence. */
    private static void back(CellMath math, Sequences all, long h, Places at, int time, long sequence, long bent, long grad) {
        long row = all.steps().offset(time) + sequence;
        long gates = all.at(at.gates, row, 4 * h);
        math.tanh(all.at(at.cells, row, h), bent, h);
        math.lstmBackward(gates, all.stateBefore(at.cells, at.cell, h, time, sequence), bent, grad, all.at(at.gradCell, sequence, h),
            all.at(at.slopes, row, 4 * h), h);
        if (at.shown != 0) {
            long shown = all.at(at.shown, row, h);
            UncheckedAccess.copy(bent, shown, h * all.lane().bytes());
            math.lstmShown(gates, shown, h);
        }
    }
}
