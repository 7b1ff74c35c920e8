package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.GruLayer;
import dev.tenon.spi.TimeSteps;

/** One product for the inputs of all steps, and for each step one product and one launch. */
public final class GruLayerKernel extends GpuKernel<GruLayer> {
    @Override
    protected void run(GruLayer op, GpuCall call) {
        var operands = new GruLayer.Operands(call.operands());
        var input = operands.input();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        var steps = TimeSteps.of(op.batchSizes(), batch, input.sizes()[0], op.reverse());
        try (var all = new Sequences(call, steps, input, batch)) {
            long inputs = all.take(all.rows, 3 * h);
            long parts = all.take(batch, 3 * h);
            long gates = op.kept() > 0 ? all.write(operands.gates()) : all.take(all.rows, 4 * h);
            long output = all.write(operands.output());
            long state = all.write(operands.lastHidden());
            long weight = all.read(operands.weightHh());
            long biasIh = all.read(operands.biasIh());
            long biasHh = all.read(operands.biasHh());
            all.copy(all.read(operands.hidden()), state, batch * h);
            all.project(all.read(input), all.rows, input.sizes()[1], all.read(operands.weightIh()), 3 * h, inputs, false);
            for (int step = 0; step < steps.count(); step++) {
                int time = steps.time(step);
                long rows = steps.rows(time);
                long row = steps.offset(time);
                all.project(state, rows, h, weight, 3 * h, parts, false);
                all.launch("gru_step").pointer(all.at(inputs, row, 3 * h)).pointer(parts).pointer(all.at(gates, row, 4 * h)).pointer(state)
                    .pointer(all.at(output, row, h)).pointer(biasIh).pointer(biasHh).i64(rows).i64(h).over(rows * h);
            }
        }
    }
}
