package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What the generated tests check of an operator's gradients. */
final class GradientChecks {
    /** Ranges to draw from; the first in which values and gradients are finite is taken. */
    private static final double[][] RANGES = {{-1.9, 1.9}, {0.15, 0.85}, {1.15, 2.85}};
    /** Generated operators are held to more than PyTorch asks of others. */
    private static final Gradcheck.Tolerances FIRST = new Gradcheck.Tolerances(5e-6, 5e-7, 5e-7);
    private static final Gradcheck.Tolerances SECOND = new Gradcheck.Tolerances(1e-5, 5e-6, 5e-6);

    /**
     * A place without a derivative.
     *
     * @param subgradient the gradient that the operator declares for the parameter there
     * @param values of the operands
     */
    record Kink(String param, double subgradient, double[] values) {}

    private final OpCase op;

    GradientChecks(OpCase op) {
        this.op = op;
    }

    void gradient() {
        Gradcheck.of(op.asCall(differentiableInputs()), FIRST).first(op.leaves(differentiableInputs()));
    }

    void secondGradient() {
        Gradcheck.of(op.asCall(differentiableInputs()), SECOND).second(op.leaves(differentiableInputs()));
    }

    void fused() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var leaves = op.leaves(differentiableInputs().stream().map(t -> t.dtype() == DType.FLOAT64 ? t.to(dtype) : t).toList());
            var output = op.call(leaves);
            var cotangent = OpCase.random(output.shape().toArray(), 0.3, 1.3, 7).to(dtype);
            var fused = Autograd.grad(List.of(output), op.wanted(leaves), List.of(cotangent), true, false, true);
            var composed = Autograd.grad(List.of(output), op.wanted(leaves), List.of(cotangent), true, true, true);
            for (int i = 0; i < fused.size(); i++) {
                OpCase.assertClose("fused gradient " + i, fused.get(i), composed.get(i).toDoubleArray(),
                    dtype == DType.FLOAT64 ? 1e-10 : 2e-5);
            }
        }
    }

    /** The gradient there is the declared one, by the fused kernel and by composed operators. */
    void kink(Kink kink) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var inputs = Arrays.stream(kink.values()).mapToObj(value -> Creation.full(new long[] {5}, value, dtype, Device.CPU)).toList();
            var leaves = op.leaves(inputs);
            var output = op.call(leaves);
            var param = List.of(leaves.get(index(kink.param())));
            var expected = new double[5];
            Arrays.fill(expected, kink.subgradient());
            for (boolean createGraph : new boolean[] {false, true}) {
                var grad = Autograd.grad(List.of(output), param, List.of(ones(output)), true, createGraph, true).getFirst();
                OpCase.assertClose("kink of " + kink.param(), grad, expected, dtype == DType.FLOAT64 ? 1e-14 : 1e-6);
            }
        }
    }

    private int index(String param) {
        return op.operands().stream().map(OpCase.Operand::name).toList().indexOf(param);
    }

    /** Operands where values and gradients are finite. */
    private List<Tensor> differentiableInputs() {
        for (var range : RANGES) {
            var inputs = op.inputs(DType.FLOAT64, range[0], range[1], OpCase.SHAPE);
            var leaves = op.leaves(inputs);
            var output = op.call(leaves);
            var grads = output.requiresGrad()
                ? Autograd.grad(List.of(output), op.wanted(leaves),
                    List.of(ones(output)), false, false, true)
                : List.<Tensor>of();
            if (isFinite(output) && grads.stream().allMatch(g -> g == null || isFinite(g))) {
                return inputs;
            }
        }
        throw new AssertionError(op.name() + ": no range gives finite values and gradients");
    }

    private static boolean isFinite(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).allMatch(Double::isFinite);
    }

    private static Tensor ones(Tensor like) {
        return Creation.ones(like.dtype(), Device.CPU, like.shape().toArray());
    }
}
