package sample.kernels;

import dev.tenon.core.DType;
import dev.tenon.testing.StepChecks;
import org.junit.jupiter.api.Test;
import sample.optim.Sgd;

/**
 * What a step of SGD promises.
 */
class SgdStepTest {
    private final StepChecks<Sgd> checks = StepChecks.of(Sgd.DEFAULT, SgdStepTest::formulas, "momentum_buffer")
    .values("nesterov", false, true)
    .values("maximize", false, true);

    @Test
    void parameters_of_float64_step_as_the_formulas_say() {
        checks.formulas(DType.FLOAT64);
    }

    @Test
    void parameters_of_float32_step_as_the_formulas_say() {
        checks.formulas(DType.FLOAT32);
    }

    @Test
    void parameters_of_float16_step_as_the_formulas_say() {
        checks.formulas(DType.FLOAT16);
    }

    @Test
    void parameters_of_bfloat16_step_as_the_formulas_say() {
        checks.formulas(DType.BFLOAT16);
    }

    @Test
    void strided_and_empty_parameters_step_as_others_do() {
        checks.layouts();
    }

    @Test
    void its_state_comes_back_by_name() {
        checks.state("SGD");
    }

    @Test
    void too_little_lr_is_refused() {
        checks.refused("lr", -1.0);
    }

    private static void formulas(Sgd o, double step, double[] x) {
        double param = x[0];
        double grad = x[1];
        double momentumBuffer = x[2];
        double g = o.maximize() ? -grad : grad;
        momentumBuffer = step == 1.0 ? g : o.momentum() * momentumBuffer + (1.0 - o.dampening()) * g;
        double d = o.momentum() == 0.0 ? g : o.nesterov() ? g + o.momentum() * momentumBuffer : momentumBuffer;
        param = param - o.lr() * d;
        x[0] = param;
        x[2] = momentumBuffer;
    }
}
