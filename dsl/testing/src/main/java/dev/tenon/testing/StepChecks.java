package dev.tenon.testing;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.ElementwiseOptions;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Optimizers;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the generated tests check of an optimizer: every combination of its settings against its formulas, evaluated one element at a time in
 * double.
 *
 * @param <O> the optimizer's settings
 */
public final class StepChecks<O extends ElementwiseOptions<O>> {
    /** One element, less than a vector, more than some, and enough for several pieces of work. */
    private static final int[] LENGTHS = {1, 5, 67, 20_000};
    private static final int[] SHORT = {1, 5, 67};
    private static final int STEPS = 3;

    private final O defaults;
    private final Formulas<O> formulas;
    private final List<String> states;
    private final Map<String, List<Object>> values = new LinkedHashMap<>();
    private Device device = Device.CPU;

    /**
     * The formulas of a step.
     *
     * @param <O> the optimizer's settings
     */
    @FunctionalInterface
    public interface Formulas<O> {
        /**
         * Steps one element.
         *
         * @param step which step it is, from 1
         * @param x the parameter, the gradient, and all states in order, those that the settings do without included
         */
        void step(O settings, long step, double[] x);
    }

    private StepChecks(O defaults, Formulas<O> formulas, List<String> states) {
        this.defaults = defaults;
        this.formulas = formulas;
        this.states = states;
    }

    /**
     * Checks of an optimizer.
     *
     * @param <O> its settings
     * @param states the names of all its states
     */
    public static <O extends ElementwiseOptions<O>> StepChecks<O> of(O defaults, Formulas<O> formulas, String... states) {
        return new StepChecks<>(defaults, formulas, List.of(states));
    }

    /** As this, with parameters on another device. */
    public StepChecks<O> on(Device other) {
        device = other;
        return this;
    }

    /** As this, with each of these values of one of PyTorch's arguments. */
    public StepChecks<O> values(String argument, Object... tried) {
        values.put(argument, List.of(tried));
        return this;
    }

    /** All combinations of the values that fit together. */
    private List<O> combinations() {
        var all = List.of(defaults);
        for (var argument : values.entrySet()) {
            var more = new ArrayList<O>();
            all.forEach(options -> argument.getValue().forEach(value -> more.add(options.with(argument.getKey(), value))));
            all = more;
        }
        return all.stream().filter(StepChecks::isConsistent).toList();
    }

    private static boolean isConsistent(ElementwiseOptions<?> options) {
        try {
            options.requireConsistent();
            return true;
        } catch (ArgumentException e) {
            return false;
        }
    }

    // ---- what is checked ------------------------------------------------------------------------------------------------

    /** Parameters of this dtype move as the formulas say, and so do the states. */
    public void formulas(DType dtype) {
        var combinations = combinations();
        for (int c = 0; c < combinations.size(); c++) {
            var options = combinations.get(c);
            var parameters = new ArrayList<Tensor>();
            for (int length : c == 0 ? LENGTHS : SHORT) {
                parameters.add(leaf(dtype, c + length, length));
            }
            var optimizer = options.over(parameters);
            for (int step = 1; step <= STEPS; step++) {
                setGradients(parameters, step);
                step(options, optimizer, parameters, step, tolerance(dtype));
            }
        }
    }

    /** A parameter that does not lie row-major, and one without elements, step as others do. */
    public void layouts() {
        for (var options : combinations()) {
            var memory = random(DType.FLOAT32, 3, 35).reshape(5, 7);
            var strided = memory.clone().t().detach().requiresGrad_(true);
            var plain = memory.t().contiguous().detach().clone().requiresGrad_(true);
            var both = List.of(options.over(List.of(strided, leaf(DType.FLOAT32, 4, 0))), options.over(List.of(plain)));
            for (int step = 1; step <= STEPS; step++) {
                setGradients(List.of(strided, plain), 1);
                both.forEach(Optimizer::step);
            }
            Expect.close("strided, " + options, strided.toDoubleArray(), plain.toDoubleArray(), 0);
        }
    }

    /** The optimizer is found by PyTorch's name, and its state comes back by the names that checkpoints have. */
    public void state(String className) {
        Expect.that(Optimizers.options(className, Map.of()).equals(defaults), className + " is found by name with its defaults");
        for (var options : combinations()) {
            var first = leaf(DType.FLOAT32, 5, 6);
            var optimizer = options.over(List.of(first));
            setGradients(List.of(first), 1);
            optimizer.step();
            var saved = optimizer.stateDict();
            for (var state : options.states()) {
                Expect.that(saved.containsKey("0." + state.name()), options + " saves " + state.name());
            }
            var second = first.detach().clone().requiresGrad_(true);
            var loaded = options.over(List.of(second));
            loaded.loadStateDict(saved);
            setGradients(List.of(first, second), 2);
            optimizer.step();
            loaded.step();
            Expect.close("resumed, " + options, second.toDoubleArray(), first.toDoubleArray(), 0);
        }
    }

    /** A value out of its range is refused in the optimizer's name. */
    public void refused(String argument, Object value) {
        Expect.refused(argument + " = " + value, ArgumentException.class, () -> defaults.with(argument, value), defaults.name());
    }

    // ---- how ------------------------------------------------------------------------------------------------------------

    private void step(O options, Optimizer<O> optimizer, List<Tensor> parameters, int step, double tolerance) {
        var expected = new ArrayList<double[][]>();
        var before = optimizer.stateDict();
        for (int p = 0; p < parameters.size(); p++) {
            expected.add(stepped(options, step, elements(parameters.get(p), p, before)));
        }
        optimizer.step();
        var after = optimizer.stateDict();
        for (int p = 0; p < parameters.size(); p++) {
            var found = elements(parameters.get(p), p, after);
            for (int k = 0; k < found.length; k++) {
                if (found[k].length > 0) {
                    var what = k == 0 ? "the parameter" : k == 1 ? "the gradient" : states.get(k - 2);
                    Expect.close(what + " after step " + step + ", " + options, found[k], expected.get(p)[k], tolerance);
                }
            }
        }
    }

    /** Parameter, gradient and states; a state that the settings do without has no elements. */
    private double[][] elements(Tensor parameter, int index, Map<String, Tensor> state) {
        var elements = new double[2 + states.size()][];
        elements[0] = parameter.toDoubleArray();
        var gradient = parameter.grad();
        elements[1] = gradient == null ? new double[0] : gradient.toDoubleArray();
        for (int s = 0; s < states.size(); s++) {
            var tensor = state.get(index + "." + states.get(s));
            elements[2 + s] = tensor == null ? new double[0] : tensor.toDoubleArray();
        }
        return elements;
    }

    /** What is one number takes part in the step of every element, and comes out of each the same. */
    private double[][] stepped(O options, long step, double[][] before) {
        var after = new double[before.length][];
        Arrays.setAll(after, k -> before[k].clone());
        var x = new double[before.length];
        for (int i = 0; i < before[0].length; i++) {
            for (int k = 0; k < x.length; k++) {
                x[k] = before[k].length > 0 ? before[k][Math.min(i, before[k].length - 1)] : Double.NaN;
            }
            formulas.step(options, step, x);
            for (int k = 0; k < x.length; k++) {
                if (before[k].length > 0) {
                    after[k][Math.min(i, before[k].length - 1)] = x[k];
                }
            }
        }
        return after;
    }

    /** Gradients that depend on the step and the place, by a sum whose derivatives they are. */
    private void setGradients(List<Tensor> parameters, int step) {
        for (var parameter : parameters) {
            parameter.zeroGrad();
            var slope = random(parameter.dtype(), 100 + step, (int) parameter.numel()).reshape(parameter.shape().toArray());
            parameter.mul(slope).sum().backward();
        }
    }

    private Tensor leaf(DType dtype, long seed, int length) {
        return random(dtype, seed, length).detach().requiresGrad_(true);
    }

    private Tensor random(DType dtype, long seed, int length) {
        var numbers = new Random(seed).doubles(length, -2, 2).toArray();
        return Creation.of(numbers, DType.FLOAT64, Device.CPU, length).to(dtype).to(device);
    }

    /** A few roundings of the dtype in which results are kept. */
    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1e-12;
            case FLOAT32 -> 5e-6;
            case FLOAT16 -> 1e-3;
            default -> 8e-3;
        };
    }
}
