package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.ops.RnnLayer;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.TimeSteps;

/** One product for the inputs of all steps, and a walk over the steps; the last state is where the running one was. */
public final class RnnLayerKernel implements Kernel<RnnLayer> {
    @Override
    public void run(RnnLayer op, KernelCall call) {
        var operands = new RnnLayer.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        var dtype = lane.dtype();
        long batch = operands.hidden().sizes()[0];
        long h = operands.hidden().sizes()[1];
        long inner = operands.input().sizes()[1];
        long n = operands.input().sizes()[0];
        var all = new Sequences(lane, TimeSteps.of(op.batchSizes(), batch, n, op.reverse()), batch, n);
        var math = CellMath.of(lane);
        boolean isTanh = op.nonlinearity() == Nonlinearity.TANH;
        try (var x = Dense.read(operands.input(), dtype);
            var initial = Dense.read(operands.hidden(), dtype);
            var weightIh = Dense.read(operands.weightIh(), dtype);
            var weightHh = Dense.read(operands.weightHh(), dtype);
            var bias = new BiasSum(lane, h, operands.biasIh(), operands.biasHh());
            var output = Dense.write(operands.output(), dtype);
            var state = Dense.write(operands.lastHidden(), dtype)) {
            UncheckedAccess.copy(initial.address(), state.address(), batch * h * lane.bytes());
            all.project(x.address(), inner, weightIh.address(), h, bias.address(), output.address());
            var product = StepProduct.of(lane, weightHh.address(), h, h, true, all.steps().count());
            Walk.forwards(all.steps(), batch, (time, first, rows) -> {
                long here = all.at(output.address(), all.steps().offset(time) + first, h);
                long states = all.at(state.address(), first, h);
                product.run(states, rows, true, here);
                if (isTanh) {
                    math.tanh(here, here, rows * h);
                } else {
                    math.relu(here, here, rows * h);
                }
                UncheckedAccess.copy(here, states, rows * h * lane.bytes());
            });
        }
    }
}
