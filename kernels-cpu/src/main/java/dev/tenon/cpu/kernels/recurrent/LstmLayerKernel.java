package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.LstmLayer;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.TimeSteps;

/**
 * One product for the inputs of all steps, to which a walk over the steps adds that of the states before it activates the gates in place. The
 * last states are where the running ones were.
 */
public final class LstmLayerKernel implements Kernel<LstmLayer> {
    /** Where everything is; a projection of 0 is none. */
    private record Places(long gates, long cells, long output, long hidden, long cell, StepProduct recurrent, StepProduct projection) {}

    @Override
    public void run(LstmLayer op, KernelCall call) {
        var operands = new LstmLayer.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        var dtype = lane.dtype();
        var input = operands.input().sizes();
        long batch = operands.cell().sizes()[0];
        long h = operands.cell().sizes()[1];
        long p = operands.hidden().sizes()[1];
        var all = new Sequences(lane, TimeSteps.of(op.batchSizes(), batch, input[0], op.reverse()), batch, input[0]);
        boolean keeps = op.kept() > 0;
        try (var own = new Temporary();
            var x = Dense.read(operands.input(), dtype);
            var hidden = Dense.read(operands.hidden(), dtype);
            var cell = Dense.read(operands.cell(), dtype);
            var weightIh = Dense.read(operands.weightIh(), dtype);
            var weightHh = Dense.read(operands.weightHh(), dtype);
            // Without a projection the weight stands in, read but not used.
            var weightHr = Dense.read(operands.weightHr() == null ? operands.weightHh() : operands.weightHr(), dtype);
            var bias = new BiasSum(lane, 4 * h, operands.biasIh(), operands.biasHh());
            var output = Dense.write(operands.output(), dtype);
            var lastHidden = Dense.write(operands.lastHidden(), dtype);
            var lastCell = Dense.write(operands.lastCell(), dtype)) {
            UncheckedAccess.copy(hidden.address(), lastHidden.address(), batch * p * lane.bytes());
            UncheckedAccess.copy(cell.address(), lastCell.address(), batch * h * lane.bytes());
            long gates = keeps ? operands.gates().address() : own.take(input[0] * 4 * h * lane.bytes());
            all.project(x.address(), input[1], weightIh.address(), 4 * h, bias.address(), gates);
            var projection = StepProduct.plain(lane, operands.weightHr() == null ? 0 : weightHr.address(), h, p, true);
            walk(all, h, new Places(gates, keeps ? operands.cells().address() : 0, output.address(), lastHidden.address(),
                lastCell.address(), StepProduct.of(lane, weightHh.address(), p, 4 * h, true, all.steps().count()), projection));
        }
    }

    private static void walk(Sequences all, long h, Places at) {
        var math = CellMath.of(all.lane());
        long p = at.recurrent.inner();
        int bytes = all.lane().bytes();
        Walk.forwards(all.steps(), all.batch(), (time, first, rows) -> {
            long row = all.steps().offset(time) + first;
            long hidden = all.at(at.hidden, first, p);
            long output = all.at(at.output, row, p);
            at.recurrent.run(hidden, rows, true, all.at(at.gates, row, 4 * h));
            if (at.projection.weight() == 0) {
                show(math, all, h, at, row, first, rows, output);
            } else {
                try (var own = new Temporary()) {
                    long shown = own.take(rows * h * bytes);
                    show(math, all, h, at, row, first, rows, shown);
                    at.projection.run(shown, rows, false, output);
                }
            }
            UncheckedAccess.copy(output, hidden, rows * p * bytes);
        });
    }

    /** Activates the gates of some rows, and writes the next cells and what is shown of them. */
    private static void show(CellMath math, Sequences all, long h, Places at, long row, long first, long rows, long to) {
        for (long r = 0; r < rows; r++) {
            long gates = all.at(at.gates, row + r, 4 * h);
            long cell = all.at(at.cell, first + r, h);
            long shown = all.at(to, r, h);
            math.sigmoid(gates, gates, 2 * h);
            math.tanh(math.at(gates, 2 * h), math.at(gates, 2 * h), h);
            math.sigmoid(math.at(gates, 3 * h), math.at(gates, 3 * h), h);
            math.lstmCell(gates, cell, h);
            if (at.cells != 0) {
                UncheckedAccess.copy(cell, all.at(at.cells, row + r, h), h * all.lane().bytes());
            }
            math.tanh(cell, shown, h);
            math.lstmShown(gates, shown, h);
        }
    }
}
