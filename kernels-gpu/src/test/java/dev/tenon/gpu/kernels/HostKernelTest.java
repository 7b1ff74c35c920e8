package dev.tenon.gpu.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.ops.CholeskyFactor;
import dev.tenon.ops.Determinant;
import dev.tenon.ops.ThinSvd;
import dev.tenon.tensor.Dispatch;
import org.junit.jupiter.api.Test;

/** Operators that a GPU leaves to the CPU. */
class HostKernelTest extends BothDevices {
    @Test
    void operands_of_any_layout_travel_to_the_cpu_and_back() {
        same(new ThinSvd(), random(DType.FLOAT64, 1, 3, 5, 4));
        same(new Determinant(), t -> t.transpose(0, 2), random(DType.FLOAT64, 2, 4, 4, 3));
        same(new Determinant(), random(DType.FLOAT32, 3, 0, 4, 4));
    }

    @Test
    void errors_are_those_of_the_cpu() {
        var indefinite = Tenon.eye(3).neg().to(Tenon.gpu());
        assertThatThrownBy(() -> Dispatch.apply(new CholeskyFactor(true), null, indefinite)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("matrix 0 of the batch");
    }
}
