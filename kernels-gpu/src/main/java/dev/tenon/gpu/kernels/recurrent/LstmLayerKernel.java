package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.LstmLayer;
import dev.tenon.spi.TimeSteps;

/** One product for the inputs of all steps, and for each step one product and one launch; one product more where there is a projection. */
public final class LstmLayerKernel extends GpuKernel<LstmLayer> {
    @Override
    protected void run(LstmLayer op, GpuCall call) {
        var operands = new LstmLayer.Operands(call.operands());
        var input = operands.input();
        long batch = operands.cell().sizes()[0];
        long h = operands.cell().sizes()[1];
        long p = operands.hidden().sizes()[1];
        var steps = TimeSteps.of(op.batchSizes(), batch, input.sizes()[0], op.reverse());
        try (var all = new Sequences(call, steps, input, batch)) {
            boolean keeps = op.kept() > 0;
            long gates = keeps ? all.write(operands.gates()) : all.take(all.rows, 4 * h);
            long cells = keeps ? all.write(operands.cells()) : all.take(all.rows, h);
            long output = all.write(operands.output());
            long hidden = all.write(operands.lastHidden());
            long cell = all.write(operands.lastCell());
            long weight = all.read(operands.weightHh());
            long projection = all.read(operands.weightHr());
            long biasIh = all.read(operands.biasIh());
            long biasHh = all.read(operands.biasHh());
            long shown = projection == 0 ? 0 : all.take(batch, h);
            all.copy(all.read(operands.hidden()), hidden, batch * p);
            all.copy(all.read(operands.cell()), cell, batch * h);
            all.project(all.read(input), all.rows, input.sizes()[1], all.read(operands.weightIh()), 4 * h, gates, false);
            for (int step = 0; step < steps.count(); step++) {
                int time = steps.time(step);
                long rows = steps.rows(time);
                long row = steps.offset(time);
                long here = all.at(output, row, p);
                all.project(hidden, rows, p, weight, 4 * h, all.at(gates, row, 4 * h), true);
                all.launch("lstm_step").pointer(all.at(gates, row, 4 * h)).pointer(cell).pointer(all.at(cells, row, h))
                    .pointer(projection == 0 ? here : shown).pointer(biasIh).pointer(biasHh).i64(rows).i64(h).over(rows * h);
                if (projection != 0) {
                    all.project(shown, rows, h, projection, p, here, false);
                }
                all.copy(here, hidden, rows * p);
            }
        }
    }
}
