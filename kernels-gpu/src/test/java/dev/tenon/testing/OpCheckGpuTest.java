package dev.tenon.testing;

import static dev.tenon.testing.OpCheck.only;
import static dev.tenon.testing.Sample.sample;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.Device;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.OpCheck.Check;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpCheckGpuTest {
    private final Tensor x = OpCase.random(new long[] {3, 4}, 0.2, 0.8, 1);

    @BeforeAll
    static void a_GPU_is_there() {
        Assumptions.assumeTrue(TestedGpu.isAvailable(), "no C++ compiler: the emulated GPU is not tested");
    }

    @Test
    void whatTheGpuGivesIsWhatTheCpuGives() {
        only(Check.DEVICES).run(Ops::sigmoid, sample(x), sample(x.transpose(0, 1)));
    }

    @Test
    void whatItGivesBesideIsTold() {
        assertThatThrownBy(() -> only(Check.DEVICES).run(a -> a.device().equals(Device.CPU) ? a.add(1) : a.add(2), sample(x)))
            .isInstanceOf(AssertionError.class).hasMessageContaining("on the GPU it gives");
        assertThatThrownBy(() -> only(Check.DEVICES).run(a -> a.to(Device.CPU), sample(x)))
            .isInstanceOf(AssertionError.class).hasMessageContaining("a result of the GPU is on cpu");
    }
}
