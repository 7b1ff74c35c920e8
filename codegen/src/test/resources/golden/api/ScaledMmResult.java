package sample;

import dev.tenon.tensor.Results;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * The results of {@code scaled_mm}.
 *
 * @param output the result {@code output}
 * @param norms the result {@code norms}
 */
public record ScaledMmResult(Tensor output, Tensor norms) implements Results {
    @Override
    public List<Tensor> tensors() {
        return List.of(output, norms);
    }
}
