package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.GruLayerBackward;
import dev.tenon.spi.TimeSteps;

/** A walk back over the steps to the gradients of the gates, and from these one product for each weight. */
public final class GruLayerBackwardKernel extends GpuKernel<GruLayerBackward> {
    @Override
    protected void run(GruLayerBackward op, GpuCall call) {
        var operands = new GruLayerBackward.Operands(call.operands());
        var input = operands.input();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        long inner = input.sizes()[1];
        var steps = TimeSteps.of(op.batchSizes(), batch, input.sizes()[0], op.reverse());
        try (var all = new Sequences(call, steps, input, batch)) {
            long gradState = all.write(operands.gradHidden());
            all.copy(all.read(operands.gradLast()), gradState, batch * h);
            long output = all.read(operands.output());
            long initial = all.read(operands.hidden());
            long slopes = all.take(all.rows, 3 * h);
            long stateSlopes = all.take(all.rows, 3 * h);
            long grad = all.read(operands.gradOutput());
            long gates = all.read(operands.gates());
            long weight = all.read(operands.weightHh());
            for (int step = steps.count() - 1; step >= 0; step--) {
                int time = steps.time(step);
                long rows = steps.rows(time);
                long row = steps.offset(time);
                long slope = all.at(stateSlopes, row, 3 * h);
                all.launch("add_rows").pointer(all.at(grad, row, h)).pointer(gradState).i64(rows * h).over(rows * h);
                all.launch("gru_back").pointer(all.at(gates, row, 4 * h)).pointer(all.stateBefore(output, initial, h, time))
                    .pointer(initial).pointer(gradState).pointer(all.at(slopes, row, 3 * h)).pointer(slope).i64(steps.carried(time))
                    .i64(rows).i64(h).over(rows * h);
                all.unproject(slope, rows, 3 * h, weight, h, gradState, true);
            }
            if (op.wanted() > 0) {
                all.unproject(slopes, all.rows, 3 * h, all.read(operands.weightIh()), inner, all.write(operands.gradInput()), false);
            }
            all.weigh(slopes, 3 * h, all.read(input), inner, all.write(operands.gradWeightIh()));
            all.weigh(stateSlopes, 3 * h, all.statesBefore(output, initial, h), h, all.write(operands.gradWeightHh()));
            all.sum(slopes, 3 * h, all.write(operands.gradBiasIh()), 0);
            all.sum(stateSlopes, 3 * h, all.write(operands.gradBiasHh()), 0);
        }
    }
}
