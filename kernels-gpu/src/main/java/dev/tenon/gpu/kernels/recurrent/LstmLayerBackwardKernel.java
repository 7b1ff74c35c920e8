package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.LstmLayerBackward;
import dev.tenon.spi.TimeSteps;

/** A walk back over the steps to the gradients of the gates, and from these one product for each weight. */
public final class LstmLayerBackwardKernel extends GpuKernel<LstmLayerBackward> {
    /** What the walk leaves: the gradients of the gates, and where there is a projection those of its results and what it is of. */
    private record Slopes(long gates, long projected, long shown) {}

    @Override
    protected void run(LstmLayerBackward op, GpuCall call) {
        var operands = new LstmLayerBackward.Operands(call.operands());
        var input = operands.input();
        long batch = operands.cell().sizes()[0];
        long h = operands.cell().sizes()[1];
        long p = operands.hidden().sizes()[1];
        long inner = input.sizes()[1];
        var steps = TimeSteps.of(op.batchSizes(), batch, input.sizes()[0], op.reverse());
        try (var all = new Sequences(call, steps, input, batch)) {
            long gradHidden = all.write(operands.gradHidden());
            long gradCell = all.write(operands.gradCell());
            all.copy(all.read(operands.gradLastHidden()), gradHidden, batch * p);
            all.copy(all.read(operands.gradLastCell()), gradCell, batch * h);
            boolean projects = operands.weightHr() != null;
            var slopes = new Slopes(all.take(all.rows, 4 * h), projects ? all.take(all.rows, p) : 0, projects ? all.take(all.rows, h) : 0);
            walk(all, operands, gradHidden, gradCell, slopes);
            if (op.wanted() > 0) {
                all.unproject(slopes.gates, all.rows, 4 * h, all.read(operands.weightIh()), inner, all.write(operands.gradInput()), false);
            }
            all.weigh(slopes.gates, 4 * h, all.read(input), inner, all.write(operands.gradWeightIh()));
            long before = all.statesBefore(all.read(operands.output()), all.read(operands.hidden()), p);
            all.weigh(slopes.gates, 4 * h, before, p, all.write(operands.gradWeightHh()));
            all.sum(slopes.gates, 4 * h, all.write(operands.gradBiasIh()), all.write(operands.gradBiasHh()));
            if (projects) {
                all.weigh(slopes.projected, p, slopes.shown, h, all.write(operands.gradWeightHr()));
            }
        }
    }

    private static void walk(Sequences all, LstmLayerBackward.Operands operands, long gradHidden, long gradCell, Slopes slopes) {
        long h = operands.cell().sizes()[1];
        long p = operands.hidden().sizes()[1];
        long grad = all.read(operands.gradOutput());
        long gates = all.read(operands.gates());
        long cells = all.read(operands.cells());
        long initial = all.read(operands.cell());
        long weight = all.read(operands.weightHh());
        long projection = all.read(operands.weightHr());
        long shownGrad = projection == 0 ? gradHidden : all.take(all.batch, h);
        for (int step = all.steps.count() - 1; step >= 0; step--) {
            int time = all.steps.time(step);
            long rows = all.steps.rows(time);
            long row = all.steps.offset(time);
            long slope = all.at(slopes.gates, row, 4 * h);
            all.launch("add_rows").pointer(all.at(grad, row, p)).pointer(gradHidden).i64(rows * p).over(rows * p);
            if (projection != 0) {
                all.copy(gradHidden, all.at(slopes.projected, row, p), rows * p);
                all.unproject(gradHidden, rows, p, projection, h, shownGrad, false);
            }
            all.launch("lstm_back").pointer(all.at(gates, row, 4 * h)).pointer(all.at(cells, row, h))
                .pointer(all.stateBefore(cells, initial, h, time)).pointer(initial).pointer(shownGrad).pointer(gradCell).pointer(slope)
                .pointer(projection == 0 ? 0 : all.at(slopes.shown, row, h)).i64(all.steps.carried(time)).i64(rows).i64(h).over(rows * h);
            all.unproject(slope, rows, 4 * h, weight, p, gradHidden, false);
        }
    }
}
