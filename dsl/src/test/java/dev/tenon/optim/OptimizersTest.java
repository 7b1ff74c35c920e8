package dev.tenon.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizersTest {
    @Test
    void settingsAreReadByPyTorchsNames() {
        assertThat(Optimizers.options("SGD", Map.of("lr", 0.5, "momentum", 0.9, "nesterov", true)))
            .isEqualTo(new Sgd(0.5, 0.9, 0, 0, true, false));
        assertThat(Optimizers.options("AdamW", Map.of("betas", List.of(0.8, 0.99)))).isEqualTo(Adam.DEFAULT_W.betas(0.8, 0.99));
        assertThat(Optimizers.options("RMSprop", Map.of("centered", true, "alpha", 0.5)))
            .isEqualTo(RmsProp.DEFAULT.centered(true).alpha(0.5));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Optimizers.options("Adm", Map.of()))
            .withMessageContaining("there is no 'Adm'");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Optimizers.options("SGD", Map.of("betas", 1)))
            .withMessageContaining("does not take 'betas'");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sgd.DEFAULT.lr(-1))
            .withMessageContaining("lr must be at least 0, got -1.0");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Adam.DEFAULT.betas(1, 0.9))
            .withMessageContaining("beta1 must be in [0, 1)");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Adam.DEFAULT.eps(Double.NaN)).withMessageContaining("eps");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sgd.DEFAULT.nesterov(true).over(List.of(leaf())))
            .withMessageContaining("nesterov needs momentum");
    }

    @Test
    void anOptimizerPrintsItsSettings() {
        assertThat(Sgd.DEFAULT.lr(0.1).over(List.of(leaf())).toString()).startsWith("SGD(lr=0.1, momentum=0.0").endsWith(")")
            .doesNotContain("[");
    }

    @Test
    void stateHasPyTorchsNames() {
        assertThat(Adam.DEFAULT.amsgrad(true).over(List.of(leaf())).stateDict().keySet()).containsExactly("group.0.lr", "group.0.betas",
            "group.0.eps", "group.0.weight_decay", "group.0.decoupled_weight_decay", "group.0.amsgrad", "group.0.maximize", "0.step",
            "0.exp_avg", "0.exp_avg_sq", "0.max_exp_avg_sq");
        assertThat(Sgd.DEFAULT.over(List.of(leaf())).stateDict().keySet()).containsExactly("group.0.lr", "group.0.momentum",
            "group.0.dampening", "group.0.weight_decay", "group.0.nesterov", "group.0.maximize", "0.step");
        assertThat(RmsProp.DEFAULT.momentum(0.9).centered(true).over(List.of(leaf())).stateDict().keySet()).containsExactly("group.0.lr",
            "group.0.alpha", "group.0.eps", "group.0.weight_decay", "group.0.momentum", "group.0.centered", "group.0.maximize", "0.step",
            "0.square_avg", "0.momentum_buffer", "0.grad_avg");
    }

    @Test
    void groupsHaveSettingsOfTheirOwn() {
        var optimizer = Sgd.DEFAULT.lr(0.1).over(List.of(leaf())).add(List.of(leaf()), o -> o.lr(0.5));
        assertThat(optimizer.stateDict().get("group.1.lr")).isNotNull().satisfies(lr -> assertThat(lr.item()).isEqualTo(0.5));
        assertThat(optimizer.lr()).isEqualTo(0.1);
        optimizer.lr(0.01);
        assertThat(optimizer.stateDict().get("group.1.lr")).isNotNull().satisfies(lr -> assertThat(lr.item()).isEqualTo(0.01));
    }

    @Test
    void whatCannotBeTrainedIsRefused() {
        var leaf = leaf();
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sgd.DEFAULT.over(List.of()))
            .withMessageContaining("there are no parameters");
        assertThatExceptionOfType(AutogradException.class).isThrownBy(() -> Sgd.DEFAULT.over(List.of(Creation.zeros(DType.FLOAT32,
            Device.CPU, 2))))
            .withMessageContaining("without requiresGrad");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sgd.DEFAULT.over(List.of(leaf)).add(List.of(leaf), o -> o))
            .withMessageContaining("two groups");
    }

    @Test
    void beforeTheFirstStepSettingsMayNeedOtherBuffers() {
        var optimizer = Sgd.DEFAULT.over(List.of(leaf()));
        optimizer.configure(o -> o.momentum(0.9));
        assertThat(optimizer.stateDict()).containsKey("0.momentum_buffer");
    }

    @Test
    void aStateOfAnotherOptimizerIsRefused() {
        var adam = Adam.DEFAULT.over(List.of(leaf()));
        var sgd = Sgd.DEFAULT.over(List.of(leaf()));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> sgd.loadStateDict(adam.stateDict()))
            .withMessageContaining("another optimizer");
    }

    private static Tensor leaf() {
        return Creation.zeros(DType.FLOAT32, Device.CPU, 3).requiresGrad_(true);
    }
}
