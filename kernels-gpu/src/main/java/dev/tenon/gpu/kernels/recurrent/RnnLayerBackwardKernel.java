package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.ops.RnnLayerBackward;
import dev.tenon.spi.TimeSteps;

/** A walk back over the steps to the gradients before the nonlinearity, and from these one product for each weight. */
public final class RnnLayerBackwardKernel extends GpuKernel<RnnLayerBackward> {
    @Override
    protected void run(RnnLayerBackward op, GpuCall call) {
        var operands = new RnnLayerBackward.Operands(call.operands());
        var input = operands.input();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        long inner = input.sizes()[1];
        var steps = TimeSteps.of(op.batchSizes(), batch, input.sizes()[0], op.reverse());
        try (var all = new Sequences(call, steps, input, batch)) {
            long output = all.read(operands.output());
            long gradState = all.write(operands.gradHidden());
            all.copy(all.read(operands.gradLast()), gradState, batch * h);
            long slopes = slopes(op, all, operands, output, gradState);
            if (op.wanted() > 0) {
                all.unproject(slopes, all.rows, h, all.read(operands.weightIh()), inner, all.write(operands.gradInput()), false);
            }
            all.weigh(slopes, h, all.read(input), inner, all.write(operands.gradWeightIh()));
            long before = all.statesBefore(output, all.read(operands.hidden()), h);
            all.weigh(slopes, h, before, h, all.write(operands.gradWeightHh()));
            all.sum(slopes, h, all.write(operands.gradBiasIh()), all.write(operands.gradBiasHh()));
        }
    }

    private static long slopes(RnnLayerBackward op, Sequences all, RnnLayerBackward.Operands operands, long output, long gradState) {
        long h = operands.hidden().sizes()[1];
        long grad = all.read(operands.gradOutput());
        long weight = all.read(operands.weightHh());
        long slopes = all.take(all.rows, h);
        for (int step = all.steps.count() - 1; step >= 0; step--) {
            int time = all.steps.time(step);
            long rows = all.steps.rows(time);
            long row = all.steps.offset(time);
            all.launch("add_rows").pointer(all.at(grad, row, h)).pointer(gradState).i64(rows * h).over(rows * h);
            all.launch("rnn_back").pointer(all.at(output, row, h)).pointer(gradState).pointer(all.at(slopes, row, h)).i64(rows * h)
                .flag(op.nonlinearity() == Nonlinearity.RELU).over(rows * h);
            all.unproject(all.at(slopes, row, h), rows, h, weight, h, gradState, false);
        }
        return slopes;
    }
}
