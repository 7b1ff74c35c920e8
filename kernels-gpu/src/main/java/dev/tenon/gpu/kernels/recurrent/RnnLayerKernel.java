package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.ops.RnnLayer;
import dev.tenon.spi.TimeSteps;

/** One product for the inputs of all steps, and for each step one product and one launch. */
public final class RnnLayerKernel extends GpuKernel<RnnLayer> {
    @Override
    protected void run(RnnLayer op, GpuCall call) {
        var operands = new RnnLayer.Operands(call.operands());
        var input = operands.input();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        long inner = input.sizes()[1];
        var steps = TimeSteps.of(op.batchSizes(), batch, input.sizes()[0], op.reverse());
        try (var all = new Sequences(call, steps, input, batch)) {
            long output = all.write(operands.output());
            long state = all.write(operands.lastHidden());
            long weight = all.read(operands.weightHh());
            long biasIh = all.read(operands.biasIh());
            long biasHh = all.read(operands.biasHh());
            all.copy(all.read(operands.hidden()), state, batch * h);
            all.project(all.read(input), all.rows, inner, all.read(operands.weightIh()), h, output, false);
            for (int step = 0; step < steps.count(); step++) {
                int time = steps.time(step);
                long rows = steps.rows(time);
                long here = all.at(output, steps.offset(time), h);
                all.project(state, rows, h, weight, h, here, true);
                all.launch("rnn_step").pointer(here).pointer(state).pointer(biasIh).pointer(biasHh).i64(rows).i64(h)
                    .flag(op.nonlinearity() == Nonlinearity.RELU).over(rows * h);
            }
        }
    }
}
