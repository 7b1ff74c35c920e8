package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics that do not belong to the channels of an input. */
class RunningStatisticsTest {
    private static Tensor batch(Tensor mean, Tensor var, boolean training) {
        return arange(24.0).reshape(4, 3, 2).batchNorm(mean, var, null, null, training, 0.1, 1e-5);
    }

    private static Tensor instance(Tensor mean, Tensor var, boolean statistics) {
        return arange(24.0).reshape(4, 3, 2).instanceNorm(mean, var, null, null, statistics, 0.1, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statistics_of_another_shape_are_refused_and_nothing_is_moved(boolean training) {
        var fits = ones(3);
        for (var wrong : new Tensor[] {ones(1), ones(2), ones(1, 3), ones(3, 1), ones(6), tensor(1f)}) {
            assertThatThrownBy(() -> batch(wrong, fits, training)).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("batch_norm: running_mean must hold one number for each of the 3 channels");
            assertThatThrownBy(() -> batch(fits, wrong, training)).isInstanceOf(ShapeException.class).hasMessageContaining("running_var");
            assertThatThrownBy(() -> instance(fits, wrong, training)).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("instance_norm: running_var");
        }
        elements(fits, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_statistic_without_the_other_is_refused(boolean training) {
        assertThatThrownBy(() -> batch(ones(3), null, training)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("running_var is null");
    }
}
