package dev.tenon.samples.training;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.nn.AveragedModel;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.norm.RunningStatistics;
import dev.tenon.nn.registry.Layers;
import dev.tenon.optim.Adam;
import dev.tenon.optim.GradScaler;
import dev.tenon.optim.Lbfgs;
import dev.tenon.optim.Muon;
import dev.tenon.optim.Sgd;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups by name, clipping, loss scaling and averages of weights; numbers are PyTorch's. */
class AroundAStepTest {
    private static Tensor parameter(double... values) {
        return tensor(values).to(DType.FLOAT64).requiresGrad_();
    }

    /** A parameter with this gradient. */
    private static Tensor withGrad(double... values) {
        var parameter = parameter(new double[values.length]);
        parameter.mul(tensor(values).to(DType.FLOAT64)).sum().backward();
        return parameter;
    }

    private static double[] grad(Tensor parameter) {
        return parameter.gradForUpdate().toDoubleArray();
    }

    // ---- groups -----------------------------------------------------------------------------------------------------

    @Test
    void patterns_of_names_make_groups_whose_changes_add_up() {
        var named = Map.of("body.weight", parameter(1), "body.bias", parameter(1), "head.weight", parameter(1), "head.bias", parameter(1));
        var optimizer = adamW(o -> o.lr(1e-3)).over(named, g -> g.group("head.*", o -> o.lr(1e-2)).group("*.bias", o -> o.weightDecay(0)));
        assertThat(optimizer.groups()).containsExactlyInAnyOrder(Adam.DEFAULT_W, Adam.DEFAULT_W.weightDecay(0), Adam.DEFAULT_W.lr(1e-2),
            Adam.DEFAULT_W.lr(1e-2).weightDecay(0));
        assertThat(optimizer.parameters()).hasSize(4);
    }

    @Test
    void a_pattern_that_matches_nothing_lists_the_names_and_frozen_parameters_are_left_out() {
        var named = Map.of("body.weight", parameter(1), "head.weight", tensor(1.0));
        assertThat(sgd(o -> o).over(named, g -> g).parameters()).hasSize(1);
        assertThatThrownBy(() -> sgd(o -> o).over(named, g -> g.group("haed.*", o -> o.lr(1)))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("SGD: no trained parameter matches 'haed.*'").hasMessageContaining("body.weight");
    }

    @Test
    void optimizers_with_special_needs_say_so() {
        assertThatThrownBy(() -> Muon.DEFAULT.over(List.of(parameter(1, 2)))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("Muon: parameters must be matrices").hasMessageContaining("AdamW");
        var lbfgs = Lbfgs.DEFAULT.over(List.of(parameter(1)));
        assertThatThrownBy(lbfgs::step).hasMessageContaining("LBFGS: a step computes the loss several times");
        assertThatThrownBy(() -> lbfgs.add(List.of(parameter(1)), o -> o)).hasMessageContaining("all parameters are one group");
        assertThatThrownBy(() -> Lbfgs.DEFAULT.lineSearchFn("armijo")).hasMessageContaining("none or strong_wolfe, got armijo");
    }

    // ---- clipping ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"2, 13, 0.46153842603550577, 1.846153704142023", "1, 19, 0.31578945706371275, 1.263157828254851",
        "3, 12.207054953820636, 0.4915190052948094, 1.9660760211792376", "Infinity, 12, 0.4999999583333369, 1.9999998333333475"})
    void gradients_are_clipped_by_the_norm_of_all(double type, double norm, double first, double last) {
        var a = withGrad(3, -4);
        var b = withGrad(12);
        assertThat(clipGradNorm_(List.of(a, b, parameter(1)), 2, type, false).item()).isCloseTo(norm, within(1e-12));
        assertThat(grad(a)[0]).isCloseTo(first, within(1e-15));
        assertThat(grad(b)[0]).isCloseTo(last, within(1e-15));
    }

    @Test
    void a_norm_that_is_not_finite_is_an_error_on_request_and_small_gradients_stay() {
        var bad = withGrad(1, Double.NaN);
        assertThatThrownBy(() -> clipGradNorm_(List.of(bad), 1, 2, true)).isInstanceOf(ArgumentException.class).hasMessageContaining("NaN");
        assertThat(grad(bad)[0]).isEqualTo(1);
        assertThat(clipGradNorm_(List.of(bad), 1).item()).isNaN();
        var small = withGrad(0.5);
        clipGradNorm_(List.of(small), 1);
        assertThat(grad(small)).containsExactly(0.5);
        assertThat(clipGradNorm_(List.of(parameter(1)), 1).item()).isZero();
    }

    @Test
    void gradients_are_clipped_by_value() {
        var parameter = withGrad(3, -4, 0.5);
        clipGradValue_(List.of(parameter), 1);
        assertThat(grad(parameter)).containsExactly(1, -1, 0.5);
    }

    // ---- loss scale -------------------------------------------------------------------------------------------------

    private static boolean step(GradScaler scaler, Tensor parameter, Sgd settings, double slope) {
        parameter.zeroGrad();
        scaler.scale(parameter.mul(slope).sum()).backward();
        boolean stepped = scaler.step(settings.over(List.of(parameter)));
        scaler.update();
        return stepped;
    }

    @Test
    void steps_with_infinite_gradients_are_left_out_and_the_scale_follows() {
        var scaler = gradScaler(o -> o.initScale(8).growthInterval(2));
        var parameter = parameter(1);
        assertThat(step(scaler, parameter, Sgd.DEFAULT.lr(1), 0.5)).isTrue();
        assertThat(parameter.item()).isEqualTo(0.5);
        assertThat(step(scaler, parameter, Sgd.DEFAULT.lr(1), Double.POSITIVE_INFINITY)).isFalse();
        assertThat(parameter.item()).isEqualTo(0.5);
        assertThat(scaler.scale()).isEqualTo(4);
        step(scaler, parameter, Sgd.DEFAULT.lr(1), 0.5);
        assertThat(scaler.scale()).isEqualTo(4);
        step(scaler, parameter, Sgd.DEFAULT.lr(1), 0.5);
        assertThat(scaler.scale()).isEqualTo(8);
        assertThat(step(scaler, parameter, Sgd.DEFAULT.lr(1), Double.NaN)).isFalse();
    }

    @Test
    void gradients_are_unscaled_once_and_a_state_comes_back() {
        var scaler = gradScaler(o -> o.initScale(4));
        var parameter = parameter(1);
        var optimizer = Sgd.DEFAULT.lr(1).over(List.of(parameter));
        scaler.scale(parameter.mul(3).sum()).backward();
        assertThat(grad(parameter)).containsExactly(12);
        scaler.unscale_(optimizer);
        assertThat(grad(parameter)).containsExactly(3);
        assertThatThrownBy(() -> scaler.unscale_(optimizer)).isInstanceOf(ArgumentException.class).hasMessageContaining("already");
        scaler.step(optimizer);
        assertThat(parameter.item()).isEqualTo(-2);
        assertThatThrownBy(() -> scaler.step(optimizer)).hasMessageContaining("step was called");
        scaler.update();
        assertThatThrownBy(scaler::update).hasMessageContaining("no gradients");
        var other = gradScaler(o -> o);
        other.loadStateDict(scaler.stateDict());
        assertThat(other.scale()).isEqualTo(4);
        assertThat(scaler.stateDict().get("_growth_tracker").item()).isEqualTo(1);
        assertThat(gradScaler(o -> o.enabled(false)).scale()).isEqualTo(1);
    }

    // ---- averages ---------------------------------------------------------------------------------------------------

    private static Layer model() {
        return new Sequential(Layers.create("Linear", Map.of("in_features", 1L, "out_features", 1L)),
            Layers.create("BatchNorm1d", Map.of("num_features", 1L))).to(DType.FLOAT64);
    }

    private static void set(Layer model, int i) {
        try (var _ = GradMode.noGrad()) {
            model.parameters().forEach(parameter -> parameter.fill_(1 + i * i));
            model.stateDict().get("1.running_mean").fill_(2 * i + 1);
            model.stateDict().get("1.num_batches_tracked").fill_(10 * (i + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"swa, false, 2.666666666666667, 5, 30", "swa, true, 2.666666666666667, 3, 20", "ema, false, 1.49, 5, 30",
        "ema, true, 1.49, 1.58, 12"})
    void averages_are_PyTorchs(String kind, boolean buffers, double weight, double mean, double count) {
        var model = model();
        var average = (kind.equals("swa") ? AveragedModel.swa(model) : AveragedModel.ema(model, 0.9)).useBuffers(buffers);
        for (int i = 0; i < 3; i++) {
            set(model, i);
            average.updateParameters();
        }
        var state = average.stateDict();
        assertThat(state.keySet()).containsExactly("n_averaged", "module.0.weight", "module.0.bias", "module.1.weight", "module.1.bias",
            "module.1.running_mean", "module.1.running_var", "module.1.num_batches_tracked");
        assertThat(state.get("module.0.weight").item()).isCloseTo(weight, within(1e-12));
        assertThat(state.get("module.1.running_mean").item()).isCloseTo(mean, within(1e-12));
        assertThat(state.get("module.1.num_batches_tracked").item()).isEqualTo(count);
        var copies = new HashMap<String, Tensor>();
        state.forEach((name, tensor) -> copies.put(name, tensor.clone()));
        var other = AveragedModel.swa(model());
        other.loadStateDict(copies);
        assertThat(other.averaged()).isEqualTo(3);
        try (var _ = average.applied()) {
            assertThat(model.stateDict().get("0.weight").item()).isCloseTo(weight, within(1e-12));
        }
        assertThat(model.stateDict().get("0.weight").item()).isEqualTo(5);
    }

    @Test
    void running_statistics_are_taken_anew_as_the_mean_of_all_batches() {
        var model = new Sequential(Layers.create("BatchNorm1d", Map.of("num_features", 1L))).to(DType.FLOAT64).eval();
        RunningStatistics.update(model, List.of(tensor(new double[] {1, 3}).to(DType.FLOAT64).reshape(2, 1),
            tensor(new double[] {5, 9, 1}).to(DType.FLOAT64).reshape(3, 1)));
        assertThat(model.stateDict().get("0.running_mean").item()).isEqualTo(3.5);
        assertThat(model.stateDict().get("0.running_var").item()).isEqualTo(9);
        assertThat(model.stateDict().get("0.num_batches_tracked").item()).isEqualTo(2);
        assertThat(model.isTraining()).isFalse();
    }
}
