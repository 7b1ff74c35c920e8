package dev.tenon.optim;

import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How an optimizer steps; the immutable settings of one parameter group. Where a step treats every element by itself it is an entry of a
 * spec, from which these settings are generated ({@link ElementwiseOptions}); what looks at whole parameters is written in Java.
 *
 * @param <O> this record
 */
public interface OptimizerOptions<O extends OptimizerOptions<O>> {
    /** PyTorch's class name. */
    String name();

    /** The learning rate. */
    double lr();

    /** The same settings with another learning rate. */
    O lr(double rate);

    /** The settings by PyTorch's arguments: numbers, truth values, words and lists of numbers. */
    Map<String, Object> settings();

    /**
     * The settings with another value of one of PyTorch's arguments.
     *
     * @throws dev.tenon.core.ArgumentException if there is no such argument, or this is no value of it
     */
    O with(String argument, Object value);

    /**
     * Checks settings that depend on one another.
     *
     * @throws dev.tenon.core.ArgumentException if they do not fit together
     */
    default void requireConsistent() {}

    /** What steps a group of parameters with these settings and keeps what that needs. */
    Stepper<O> stepper(List<Tensor> parameters);

    /** An optimizer of these parameters. Its state is allocated at once, with the parameters' dtypes and devices. */
    Optimizer<O> over(List<Tensor> parameters);

    /**
     * An optimizer of the parameters that require a gradient, with settings by their names:
     * {@snippet :
     * adamW(o -> o.lr(1e-3)).over(model.namedParameters(),
     *     g -> g.group("head.*", o -> o.lr(1e-2)).group("*.bias", o -> o.weightDecay(0)));
     * }
     *
     * @throws dev.tenon.core.ArgumentException if a pattern matches nothing
     */
    default Optimizer<O> over(Map<String, Tensor> named, UnaryOperator<ParameterGroups<O>> groups) {
        return groups.apply(new ParameterGroups<>(lr(lr()))).over(named);
    }
}
