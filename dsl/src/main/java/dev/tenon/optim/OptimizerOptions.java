package dev.tenon.optim;

import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * How an optimizer steps; the immutable settings of one parameter group.
 *
 * @param <O> this record
 */
public sealed interface OptimizerOptions<O extends OptimizerOptions<O>> permits Sgd, Adam, RmsProp {
    /** The learning rate. */
    double lr();

    /** The same settings with another learning rate. */
    O lr(double rate);

    /** An optimizer of these parameters. Its state is allocated at once, with the parameters' dtypes and devices. */
    Optimizer<O> over(List<Tensor> parameters);
}
