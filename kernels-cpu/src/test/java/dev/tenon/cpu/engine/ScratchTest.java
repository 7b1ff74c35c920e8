package dev.tenon.cpu.engine;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScratchTest {
    enum Arrangement {
        SIDE_BY_SIDE, STRIDED, PROMOTED, BESIDE_A_NUMBER;

        Tensor quotient() {
            return switch (this) {
                case SIDE_BY_SIDE -> floorDivide(arange(100), zeros(DType.INT64, 100));
                case STRIDED -> floorDivide(arange(200).reshape(10, 20).t(), zeros(DType.INT64, 20, 10));
                case PROMOTED -> floorDivide(arange(100).to(DType.INT8), zeros(DType.INT16, 100));
                case BESIDE_A_NUMBER -> floorDivide(arange(100), 0);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorThatFailsGivesItsTemporariesBack(Arrangement arrangement) {
        long before = Scratch.of().mark();
        assertThatThrownBy(arrangement::quotient).isInstanceOf(ArgumentException.class).hasMessageContaining("zero");
        assertThat(Scratch.of().mark()).isEqualTo(before);
    }
}
