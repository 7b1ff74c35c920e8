package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the generated tests check of an operator's gradients. */
final class GradientChecks {
    /** Ranges to draw from; the first in which values and gradients are finite is taken. */
    private static final double[][] RANGES = {{-1.9, 1.9}, {0.15, 0.85}, {1.15, 2.85}};
    private static final double STEP = 1e-5;

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
        var inputs = differentiableInputs();
        var leaves = op.leaves(inputs);
        var output = op.call(leaves);
        var cotangent = OpCase.random(output.shape().toArray(), 0.3, 1.3, 7);
        var grads = Autograd.grad(List.of(output), op.wanted(leaves), List.of(cotangent), false, false, true);
        int k = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (op.operands().get(i).differentiable()) {
                int at = i;
                var expected = differences(inputs, i, shifted -> dot(op.call(shifted), cotangent));
                OpCase.assertClose("gradient of " + op.operands().get(at).name(), grads.get(k++), expected, 1e-6);
            }
        }
    }

    void secondGradient() {
        var inputs = differentiableInputs();
        var shape = op.call(inputs).shape().toArray();
        var cotangent = OpCase.random(shape, 0.3, 1.3, 7);
        var leaves = op.leaves(inputs);
        var weighted = weightedGradients(leaves, cotangent);
        if (!weighted.requiresGrad()) {
            return;
        }
        var grads = Autograd.grad(List.of(weighted), op.wanted(leaves), null, false, false, true);
        int k = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (op.operands().get(i).differentiable()) {
                var expected = differences(inputs, i, shifted -> weightedGradients(op.leaves(shifted), cotangent).item());
                OpCase.assertClose("second gradient of " + op.operands().get(i).name(), grads.get(k++), expected, 1e-5);
            }
        }
    }

    /** The sum of all gradients, weighted so that no term cancels another; differentiable itself. */
    private Tensor weightedGradients(List<Tensor> leaves, Tensor cotangent) {
        var output = op.call(leaves);
        var grads = Autograd.grad(List.of(output), op.wanted(leaves), List.of(cotangent), true, true, true);
        var total = Creation.zeros(DType.FLOAT64, Device.CPU);
        for (int i = 0; i < grads.size(); i++) {
            var grad = grads.get(i);
            if (grad != null) {
                total = total.add(grad.mul(OpCase.random(grad.shape().toArray(), 0.4, 1.4, 11 + i)).sum());
            }
        }
        return total;
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

    private interface Scalar {
        double of(List<Tensor> inputs);
    }

    private double[] differences(List<Tensor> inputs, int which, Scalar f) {
        var base = inputs.get(which).toDoubleArray();
        var shape = inputs.get(which).shape().toArray();
        var result = new double[base.length];
        for (int i = 0; i < base.length; i++) {
            double up = f.of(with(inputs, which, changed(base, i, STEP), shape));
            double down = f.of(with(inputs, which, changed(base, i, -STEP), shape));
            result[i] = (up - down) / (2 * STEP);
        }
        return result;
    }

    private static double[] changed(double[] values, int i, double by) {
        var copy = values.clone();
        copy[i] += by;
        return copy;
    }

    private static List<Tensor> with(List<Tensor> inputs, int which, double[] values, long[] shape) {
        var copy = new ArrayList<>(inputs);
        copy.set(which, Creation.of(values, DType.FLOAT64, Device.CPU, shape));
        return copy;
    }

    private static double dot(Tensor a, Tensor b) {
        return a.mul(b).sum().item();
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
