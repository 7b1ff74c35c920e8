package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives against differences, as PyTorch's {@code torch.autograd.gradcheck} and {@code gradgradcheck}: every element of the Jacobian, those
 * of all results with respect to all operands that require a gradient, which must be float64.
 */
public final class Gradcheck {

    /**
     * How derivatives are compared: {@code |analytical - numerical| <= atol + rtol * |numerical|}.
     *
     * @param eps what an element is changed by, up and down
     */
    public record Tolerances(double eps, double atol, double rtol) {
        /** PyTorch's. */
        public static final Tolerances DEFAULT = new Tolerances(1e-6, 1e-5, 1e-3);

        /** These with another step. */
        public Tolerances eps(double value) {
            return new Tolerances(value, atol, rtol);
        }

        /** These with another absolute tolerance. */
        public Tolerances atol(double value) {
            return new Tolerances(eps, value, rtol);
        }

        /** These with another relative tolerance. */
        public Tolerances rtol(double value) {
            return new Tolerances(eps, atol, value);
        }

        private boolean allow(double analytical, double numerical) {
            return Double.compare(analytical, numerical) == 0 || Math.abs(analytical - numerical) <= atol + rtol * Math.abs(numerical);
        }

        @Override
        public String toString() {
            return "eps %s, atol %s, rtol %s".formatted(eps, atol, rtol);
        }
    }

    private final String name;
    private final Function<List<Tensor>, List<Tensor>> function;
    private final Tolerances tolerances;

    private Gradcheck(String name, Function<List<Tensor>, List<Tensor>> function, Tolerances tolerances) {
        this.name = name;
        this.function = function;
        this.tolerances = tolerances;
    }

    /**
     * Checks the gradients of an operator at one sample with PyTorch's tolerances.
     *
     * @param <F> its form
     * @throws AssertionError with the numbers, if a derivative is not the limit of its differences
     */
    public static <F> void gradcheck(F operator, Sample<F> inputs) {
        gradcheck(operator, inputs, o -> o);
    }

    /**
     * The same with other tolerances, {@code o -> o.atol(1e-6)}.
     *
     * @param <F> its form
     * @throws AssertionError as above
     */
    public static <F> void gradcheck(F operator, Sample<F> inputs, UnaryOperator<Tolerances> options) {
        var call = inputs.call("the operator", operator);
        of(call, options.apply(Tolerances.DEFAULT)).first(call.tensors());
    }

    /**
     * Checks the gradients of an operator's gradients at one sample, with PyTorch's tolerances.
     *
     * @param <F> its form
     * @throws AssertionError with the numbers, if a second derivative is not the limit of its differences
     */
    public static <F> void gradgradcheck(F operator, Sample<F> inputs) {
        gradgradcheck(operator, inputs, o -> o);
    }

    /**
     * The same with other tolerances.
     *
     * @param <F> its form
     * @throws AssertionError as above
     */
    public static <F> void gradgradcheck(F operator, Sample<F> inputs, UnaryOperator<Tolerances> options) {
        var call = inputs.call("the operator", operator);
        of(call, options.apply(Tolerances.DEFAULT)).second(call.tensors());
    }

    static Gradcheck of(Call call, Tolerances tolerances) {
        return new Gradcheck(call.name(), inputs -> call.with(inputs).results(), tolerances);
    }

    void first(List<Tensor> inputs) {
        jacobians("the derivative", inputs);
    }

    /** The gradients as a function of the operands and of what they are multiplied with, as PyTorch has it. */
    void second(List<Tensor> inputs) {
        var outputs = differentiable(function.apply(leaves(inputs)));
        if (outputs.isEmpty()) {
            return;
        }
        var vectors = IntStream.range(0, outputs.size())
            .mapToObj(i -> OpCase.random(outputs.get(i).shape().toArray(), 0.3, 1.3, 7 + i).to(outputs.get(i).dtype()).requiresGrad_(true));
        int n = inputs.size();
        var gradients = new Gradcheck(name, all -> {
            var leaves = all.subList(0, n);
            var wanted = wanted(leaves);
            var found = Autograd.grad(differentiable(function.apply(leaves)), wanted, new ArrayList<>(all.subList(n, all.size())), true,
                true,
                true);
            return IntStream.range(0, wanted.size()).mapToObj(i -> orZeros(found.get(i), wanted.get(i))).toList();
        }, tolerances);
        gradients.jacobians("the second derivative", Stream.concat(inputs.stream(), vectors).toList());
    }

    // ---- Jacobians ------------------------------------------------------------------------------------------------------

    private void jacobians(String what, List<Tensor> inputs) {
        var leaves = leaves(inputs);
        var wanted = wanted(leaves);
        Expect.that(!wanted.isEmpty(), name + ": gradcheck needs an operand that requires a gradient\n  try: x.requiresGrad_(true)");
        for (var leaf : wanted) {
            Expect.that(leaf.dtype() == DType.FLOAT64, name + ": differences of " + leaf.dtype() + " say nothing about derivatives\n"
                + "  try: x.to(DType.FLOAT64)");
        }
        var outputs = function.apply(leaves);
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).requiresGrad()) {
                var numerical = numerical(leaves, i, outputs);
                for (int o = 0; o < outputs.size(); o++) {
                    if (outputs.get(o).dtype().isFloating()) {
                        compare("%s of result %d to operand %d".formatted(what, o, i), analytical(outputs.get(o), leaves.get(i)),
                            numerical.get(o), outputs.get(o), leaves.get(i));
                    }
                }
            }
        }
    }

    /** For each element of the result, the gradient of the operand. */
    private static double[][] analytical(Tensor output, Tensor leaf) {
        int n = (int) output.numel();
        var rows = new double[n][(int) leaf.numel()];
        for (int j = 0; output.requiresGrad() && j < n; j++) {
            var unit = new double[n];
            unit[j] = 1;
            var vector = Creation.of(unit, DType.FLOAT64, Device.CPU, output.shape().toArray()).to(output.dtype());
            var gradient = Autograd.grad(List.of(output), List.of(leaf), List.of(vector), true, false, true).getFirst();
            if (gradient != null) {
                rows[j] = gradient.toDoubleArray();
            }
        }
        return rows;
    }

    /** For each result, and of it for each element, the differences by the elements of one operand. */
    private List<double[][]> numerical(List<Tensor> leaves, int which, List<Tensor> outputs) {
        var base = leaves.get(which).toDoubleArray();
        var jacobians = outputs.stream().map(output -> new double[(int) output.numel()][base.length]).toList();
        for (int k = 0; k < base.length; k++) {
            var up = function.apply(moved(leaves, which, base, k, tolerances.eps()));
            var down = function.apply(moved(leaves, which, base, k, -tolerances.eps()));
            for (int o = 0; o < outputs.size(); o++) {
                var above = up.get(o).toDoubleArray();
                var below = down.get(o).toDoubleArray();
                for (int j = 0; j < above.length; j++) {
                    jacobians.get(o)[j][k] = (above[j] - below[j]) / (2 * tolerances.eps());
                }
            }
        }
        return jacobians;
    }

    private static List<Tensor> moved(List<Tensor> leaves, int which, double[] base, int k, double by) {
        var moved = new ArrayList<>(leaves);
        var values = base.clone();
        values[k] += by;
        moved.set(which, Creation.of(values, DType.FLOAT64, Device.CPU, leaves.get(which).shape().toArray()).requiresGrad_(true));
        return moved;
    }

    private void compare(String what, double[][] analytical, double[][] numerical, Tensor output, Tensor leaf) {
        var first = "";
        int wrong = 0;
        int all = 0;
        for (int j = 0; j < analytical.length; j++) {
            for (int k = 0; k < analytical[j].length; k++, all++) {
                if (!tolerances.allow(analytical[j][k], numerical[j][k]) && wrong++ == 0) {
                    first = "of element %s by element %s it is %s analytically and %s numerically".formatted(place(output, j),
                        place(leaf, k),
                        analytical[j][k], numerical[j][k]);
                }
            }
        }
        Expect.that(wrong == 0,
            "%s: %s differs from differences in %d of %d places: %s (%s)".formatted(name, what, wrong, all, first, tolerances));
    }

    /** The indices of an element that is counted row-major. */
    static String place(Tensor tensor, int element) {
        var indices = new ArrayList<Long>();
        long rest = element;
        for (int d = tensor.rank() - 1; d >= 0; d--) {
            indices.addFirst(rest % tensor.size(d));
            rest /= tensor.size(d);
        }
        return indices.toString();
    }

    // ---- tensors --------------------------------------------------------------------------------------------------------

    /** Copies that have no history and want a gradient where the tensors do. */
    private static List<Tensor> leaves(List<Tensor> inputs) {
        return inputs.stream().map(input -> input.detach().clone().requiresGrad_(input.requiresGrad())).toList();
    }

    private static List<Tensor> wanted(List<Tensor> leaves) {
        return leaves.stream().filter(Tensor::requiresGrad).toList();
    }

    private static List<Tensor> differentiable(List<Tensor> outputs) {
        return outputs.stream().filter(Tensor::requiresGrad).toList();
    }

    private static Tensor orZeros(@Nullable Tensor gradient, Tensor like) {
        return gradient == null ? Creation.zeros(like.dtype(), Device.CPU, like.shape().toArray()) : gradient;
    }
}
