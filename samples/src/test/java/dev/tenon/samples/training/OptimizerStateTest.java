package dev.tenon.samples.training;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.optim.Adam;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.OptimizerOptions;
import dev.tenon.optim.RmsProp;
import dev.tenon.optim.Sgd;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizers over parameters of any layout, and states that come back whole or not at all. */
class OptimizerStateTest {
    static Stream<OptimizerOptions<?>> unusual() {
        return Stream.of(new Sgd(0.1, 0.8, 0, 0.2, true, true), new Sgd(0.1, 0.8, 0.3, 0.2, false, false),
            new Adam(0.1, 0.5, 0.6, 1e-3, 0.2, false, true, true), new Adam(0.1, 0.5, 0.6, 1e-3, 0.2, true, false, false),
            new RmsProp(0.1, 0.7, 1e-3, 0.2, 0.6, true, true));
    }

    private static OptimizerOptions<?> usual(OptimizerOptions<?> options) {
        return switch (options) {
            case Sgd o -> Sgd.DEFAULT.momentum(o.momentum() == 0 ? 0 : 0.1);
            case Adam o -> Adam.DEFAULT.amsgrad(o.amsgrad());
            case RmsProp o -> RmsProp.DEFAULT.momentum(0.1).centered(o.centered());
            default -> throw new IllegalArgumentException(options.name());
        };
    }

    private static Tensor leaf() {
        return tensor(new double[] {1, -2, 3}).requiresGrad_();
    }

    private static void steps(Tensor leaf, Optimizer<?> optimizer, int count) {
        for (int i = 0; i < count; i++) {
            optimizer.zeroGrad();
            leaf.square().sum().backward();
            optimizer.step();
        }
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void every_setting_comes_back_with_the_state_and_both_go_on_alike(OptimizerOptions<?> options) {
        var leaf = leaf();
        var optimizer = options.over(List.of(leaf));
        steps(leaf, optimizer, 3);
        var saved = copies(optimizer.stateDict());
        var other = leaf.detach().clone().requiresGrad_();
        var loaded = usual(options).over(List.of(other));
        loaded.loadStateDict(saved);
        assertThat(loaded.options()).isEqualTo(options);
        steps(leaf, optimizer, 3);
        steps(other, loaded, 3);
        assertThat(other.toDoubleArray()).containsExactly(leaf.toDoubleArray());
    }

    @Test
    void the_settings_of_every_group_come_back() {
        var saved = Adam.DEFAULT.over(List.of(leaf())).add(List.of(leaf()), o -> o.betas(0.1, 0.2).eps(0.5).weightDecay(0.7)).stateDict();
        var loaded = Adam.DEFAULT_W.lr(3).over(List.of(leaf())).add(List.of(leaf()), o -> o);
        loaded.loadStateDict(saved);
        var again = loaded.stateDict();
        assertThat(again.get("group.1.betas").toDoubleArray()).containsExactly(0.1, 0.2);
        assertThat(again.get("group.1.weight_decay").item()).isEqualTo(0.7);
        assertThat(again.get("group.0.decoupled_weight_decay").item()).isZero();
        assertThat(loaded.options()).isEqualTo(Adam.DEFAULT);
    }

    @Test
    void a_state_that_holds_of_a_group_its_rate_alone_leaves_the_other_settings() {
        var saved = new HashMap<>(Adam.DEFAULT.lr(7).over(List.of(leaf())).stateDict());
        saved.keySet().removeIf(name -> name.startsWith("group.") && !name.endsWith(".lr"));
        var loaded = Adam.DEFAULT.eps(0.5).over(List.of(leaf()));
        loaded.loadStateDict(saved);
        assertThat(loaded.options()).isEqualTo(Adam.DEFAULT.eps(0.5).lr(7));
    }

    @Test
    void of_a_state_that_does_not_fit_nothing_is_taken() {
        var leaf = leaf();
        var optimizer = Adam.DEFAULT.over(List.of(leaf));
        steps(leaf, optimizer, 2);
        var own = copies(optimizer.stateDict());
        var wrong = Map.of("group.0.betas", tensor(new double[] {0.9}), "group.0.eps", tensor(-1.0), "group.0.lr", tensor(Double.NaN),
            "group.0.amsgrad", tensor(true), "0.step", tensor(-3), "0.exp_avg", zeros(2), "0.exp_avg_sq", zeros(3, 1));
        wrong.forEach((name, value) -> {
            var state = copies(own);
            state.put("group.0.weight_decay", tensor(0.5));
            state.replaceAll((key, tensor) -> key.equals("0.exp_avg") ? tensor.add(1) : tensor);
            state.put(name, value);
            assertThatThrownBy(() -> optimizer.loadStateDict(state)).as(name).isInstanceOf(TenonException.class);
            assertThat(optimizer.options()).isEqualTo(Adam.DEFAULT);
            optimizer.stateDict().forEach((key, tensor) -> assertThat(tensor.toDoubleArray()).as(key)
                .containsExactly(own.get(key).toDoubleArray()));
        });
        assertThatThrownBy(() -> optimizer.loadStateDict(with(own, "0.exp_avg", zeros(2)))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> optimizer.loadStateDict(with(own, "group.0.eps", tensor(-1.0)))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("'group.0.eps'").hasMessageContaining("at least 0");
        assertThatThrownBy(() -> optimizer.loadStateDict(with(own, "1.step", tensor(1)))).hasMessageContaining("another optimizer");
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> state) {
        var copies = new HashMap<String, Tensor>();
        state.forEach((name, tensor) -> copies.put(name, tensor.clone()));
        return copies;
    }

    private static Map<String, Tensor> with(Map<String, Tensor> state, String name, Tensor tensor) {
        var changed = new HashMap<>(state);
        changed.put(name, tensor);
        return changed;
    }

    @Test
    void settings_that_one_group_cannot_have_change_none() {
        var optimizer = Sgd.DEFAULT.over(List.of(leaf())).add(List.of(leaf()), o -> o.momentum(0.9));
        assertThatThrownBy(() -> optimizer.configure(o -> o.nesterov(true).lr(5))).isInstanceOf(ArgumentException.class);
        assertThat(optimizer.lr()).isEqualTo(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void parameters_of_any_layout_step_like_row_major_ones(String name) {
        var device = name.equals("cpu") ? cpu() : EmulatedGpu.device();
        for (var options : List.of(Sgd.DEFAULT.momentum(0.9), Sgd.DEFAULT, Adam.DEFAULT.amsgrad(true), Adam.DEFAULT_W,
            RmsProp.DEFAULT.centered(true))) {
            for (var dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
                var memory = arange(1.0, 13.0).to(dtype).reshape(3, 4).to(device);
                var views = List.of(memory.clone().t(), memory.clone().get(all(), slice(0, 4, 2)), memory.clone().get(slice(1, 3)).t(),
                    memory.clone().diagonal());
                for (var view : views) {
                    var strided = view.detach().requiresGrad_();
                    var plain = view.detach().clone().contiguous().requiresGrad_();
                    var beside = ones(2).to(dtype).to(device).requiresGrad_();
                    var optimizer = options.over(List.of(strided, beside));
                    var expected = options.over(List.of(plain));
                    for (int i = 0; i < 3; i++) {
                        optimizer.zeroGrad();
                        expected.zeroGrad();
                        strided.square().sum().add(beside.sum()).backward();
                        plain.square().sum().backward();
                        optimizer.step();
                        expected.step();
                    }
                    assertThat(strided.toDoubleArray()).containsExactly(plain.toDoubleArray());
                    assertThat(view.toDoubleArray()).as("the same memory").containsExactly(plain.toDoubleArray());
                }
            }
        }
    }

    @Test
    void buffers_that_have_stepped_are_not_exchanged() {
        var leaf = leaf();
        var optimizer = Sgd.DEFAULT.over(List.of(leaf));
        leaf.sum().backward();
        optimizer.step();
        assertThatThrownBy(() -> optimizer.configure(o -> o.momentum(0.9))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("a new optimizer");
    }

    @Test
    void a_parameter_belongs_to_one_place_of_one_group() {
        var leaf = leaf();
        assertThatThrownBy(() -> Sgd.DEFAULT.over(List.of(leaf(), leaf, leaf))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("SGD: parameter 2 of shape [3] is parameter 1 too");
        var optimizer = Adam.DEFAULT.over(List.of(leaf));
        assertThatThrownBy(() -> optimizer.add(List.of(leaf(), leaf), o -> o)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("Adam: parameter 1 of shape [3] is in two groups, this one and group 0");
        assertThat(optimizer.stateDict()).doesNotContainKey("1.step");
    }
}
