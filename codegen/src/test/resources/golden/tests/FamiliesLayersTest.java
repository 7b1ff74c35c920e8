package sample.kernels;

import static dev.tenon.Tenon.*;

import dev.tenon.nn.declare.LayerCheck;
import org.junit.jupiter.api.Test;
import sample.SampleOps;
import sample.nn.LeakyRectifier;

/**
 * The layers of {@code families} against their operators.
 */
class FamiliesLayersTest {
    @Test
    void LeakyRectifier_gives_what_its_operator_gives() {
        var input = linspace(-1, 1, 288).reshape(2, 4, 6, 6);
        new LayerCheck()
            .same(() -> new LeakyRectifier().forward(input),
                () -> SampleOps.leakyRelu(input, 0.01))
            .same(() -> new LeakyRectifier(0.005).forward(input),
                () -> SampleOps.leakyRelu(input, 0.005))
            .declared(() -> new LeakyRectifier(), input)
            .requireResult();
    }
}
