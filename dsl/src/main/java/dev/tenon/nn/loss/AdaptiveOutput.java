package dev.tenon.nn.loss;

import dev.tenon.tensor.Tensor;

/**
 * What {@link AdaptiveLogSoftmaxWithLoss} gives.
 *
 * @param output the logarithm of the probability of each target, {@code [batch]}
 * @param loss the negative mean of these
 */
public record AdaptiveOutput(Tensor output, Tensor loss) {}
