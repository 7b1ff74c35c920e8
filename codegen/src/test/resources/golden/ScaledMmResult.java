package sample;

import dev.tenon.tensor.Tensor;

/**
 * The results of {@code scaled_mm}.
 *
 * @param output the result {@code output}
 * @param norms the result {@code norms}
 */
public record ScaledMmResult(Tensor output, Tensor norms) {
}
