package dev.tenon.optim;

import dev.tenon.spi.StepOp;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Settings of an optimizer that treats every element by itself. Records of it are generated from entries of kind {@code update} in specs,
 * Tenon's own and those of other libraries.
 *
 * @param <O> this record
 */
public interface ElementwiseOptions<O extends ElementwiseOptions<O>> extends OptimizerOptions<O> {
    /**
     * What an optimizer keeps of each parameter.
     *
     * @param name PyTorch's: {@code exp_avg}
     * @param initial of every element
     * @param isNumber whether it is one number, and not of the parameter's shape
     */
    record State(String name, double initial, boolean isNumber) {
        /** A state of the parameter's shape. */
        public static State elements(String name, double initial) {
            return new State(name, initial, false);
        }

        /** One number for each parameter. */
        public static State number(String name, double initial) {
            return new State(name, initial, true);
        }
    }

    /** The states that these settings need, in the order in which the step takes them. */
    List<State> states();

    /**
     * The operator that steps parameters.
     *
     * @param count how many parameters it is given at once
     * @param step which step this is for them, from 1
     * @param numbers the states that are one number, before this step
     */
    StepOp step(long count, long step, double[] numbers);

    /** The states that are one number, after this step. */
    default double[] after(long step, double[] numbers) {
        return numbers;
    }

    @Override
    default Stepper<O> stepper(List<Tensor> parameters) {
        return new ElementwiseStepper<>(states(), parameters);
    }
}
