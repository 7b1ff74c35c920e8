package dev.tenon.optim;

import dev.tenon.spi.StepOp;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * How an optimizer steps; the immutable settings of one parameter group. Records of it are generated from entries of kind {@code update} in
 * specs, Tenon's own and those of other libraries.
 *
 * @param <O> this record
 */
public interface OptimizerOptions<O extends OptimizerOptions<O>> {
    /**
     * What an optimizer keeps of each parameter.
     *
     * @param name PyTorch's: {@code exp_avg}
     * @param initial of every element
     */
    record State(String name, double initial) {}

    /** PyTorch's class name. */
    String name();

    /** The learning rate. */
    double lr();

    /** The same settings with another learning rate. */
    O lr(double rate);

    /** The states that these settings need, in the order in which the step takes them. */
    List<State> states();

    /** The settings by PyTorch's arguments: numbers, truth values and lists of numbers. */
    Map<String, Object> settings();

    /**
     * The settings with another value of one of PyTorch's arguments.
     *
     * @throws dev.tenon.core.ArgumentException if there is no such argument, or this is no value of it
     */
    O with(String argument, Object value);

    /**
     * The operator that steps parameters.
     *
     * @param count how many parameters it is given at once
     * @param step which step this is for them, from 1
     */
    StepOp step(long count, long step);

    /**
     * Checks settings that depend on one another.
     *
     * @throws dev.tenon.core.ArgumentException if they do not fit together
     */
    default void requireConsistent() {}

    /** An optimizer of these parameters. Its state is allocated at once, with the parameters' dtypes and devices. */
    Optimizer<O> over(List<Tensor> parameters);
}
