package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.GruLayer;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.TimeSteps;

/** One product for the inputs of all steps, and a walk over the steps; the last state is where the running one was. */
public final class GruLayerKernel implements Kernel<GruLayer> {
    /** Where everything is; without a bias of the state {@code bias} is 0, and {@code gates} where none are kept. */
    private record Places(long inputs, long gates, long output, long state, long bias, StepProduct recurrent) {}

    @Override
    public void run(GruLayer op, KernelCall call) {
        var operands = new GruLayer.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        var dtype = lane.dtype();
        var input = operands.input().sizes();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        var all = new Sequences(lane, TimeSteps.of(op.batchSizes(), batch, input[0], op.reverse()), batch, input[0]);
        try (var own = new Temporary();
            var x = Dense.read(operands.input(), dtype);
            var initial = Dense.read(operands.hidden(), dtype);
            var weightIh = Dense.read(operands.weightIh(), dtype);
            var weightHh = Dense.read(operands.weightHh(), dtype);
            var biasIh = new BiasSum(lane, 3 * h, operands.biasIh());
            var biasHh = new BiasSum(lane, 3 * h, operands.biasHh());
            var output = Dense.write(operands.output(), dtype);
            var state = Dense.write(operands.lastHidden(), dtype)) {
            UncheckedAccess.copy(initial.address(), state.address(), batch * h * lane.bytes());
            long inputs = own.take(input[0] * 3 * h * lane.bytes());
            all.project(x.address(), input[1], weightIh.address(), 3 * h, biasIh.address(), inputs);
            var at = new Places(inputs, op.kept() > 0 ? operands.gates().address() : 0, output.address(), state.address(), biasHh.address(),
                StepProduct.of(lane, weightHh.address(), h, 3 * h, true, all.steps().count()));
            walk(all, h, at);
        }
    }

    private static void walk(Sequences all, long h, Places at) {
        var math = CellMath.of(all.lane());
        int bytes = all.lane().bytes();
        Walk.forwards(all.steps(), all.batch(), (time, first, rows) -> {
            long row = all.steps().offset(time) + first;
            long states = all.at(at.state, first, h);
            try (var own = new Temporary()) {
                long parts = own.take(rows * 3 * h * bytes);
                for (long r = 0; r < rows && at.bias != 0; r++) {
                    UncheckedAccess.copy(at.bias, all.at(parts, r, 3 * h), 3 * h * bytes);
                }
                at.recurrent.run(states, rows, at.bias != 0, parts);
                for (long r = 0; r < rows; r++) {
                    long gates = all.at(at.inputs, row + r, 3 * h);
                    long part = all.at(parts, r, 3 * h);
                    next(math, h, gates, part, all.at(states, r, h));
                    if (at.gates != 0) {
                        long kept = all.at(at.gates, row + r, 4 * h);
                        UncheckedAccess.copy(gates, kept, 3 * h * bytes);
                        UncheckedAccess.copy(math.at(part, 2 * h), math.at(kept, 3 * h), h * bytes);
                    }
                }
            }
            UncheckedAccess.copy(states, all.at(at.output, row, h), rows * h * bytes);
        });
    }

    /** Activates the gates r, z and n, which begin as the input's parts, and writes the next state over the one before. */
    private static void next(CellMath math, long h, long gates, long part, long state) {
        math.add(part, gates, 2 * h);
        math.sigmoid(gates, gates, 2 * h);
        long fresh = math.at(gates, 2 * h);
        math.gruReset(gates, math.at(part, 2 * h), fresh, h);
        math.tanh(fresh, fresh, h);
        math.gruState(math.at(gates, h), fresh, state, h);
    }
}
