package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.tensor.Expect.elements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.optim.Adam;
import dev.tenon.optim.Sgd;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes into tensors of which several elements lie at one place in memory: refused, or as if each place were written once. */
class SharedPlacesTest {
    /** What writes one number, whichever element is taken last. */
    private static final Set<String> DEFINED = Set.of("fill_", "zero_", "maskedFill_", "indexFill_", "indexPut_");

    private static Device device(String name) {
        return name.equals("cpu") ? cpu() : EmulatedGpu.device();
    }

    private static Tensor mask(boolean... values) {
        return tensor(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void every_method_in_place_refuses_an_expanded_target_and_leaves_memory_as_it_was(String name) throws ReflectiveOperationException {
        var device = device(name);
        var refused = new TreeSet<String>();
        for (var method : Tensor.class.getMethods()) {
            if (method.getName().endsWith("_") && !method.getName().equals("requiresGrad_") && tried(method, device)) {
                refused.add(method.getName());
            }
        }
        assertThat(refused).hasSizeGreaterThan(95).doesNotContainAnyElementsOf(DEFINED);
    }

    /** Whether the method, which writes into a tensor of places of its own, refuses one without. */
    private static boolean tried(Method method, Device device) throws ReflectiveOperationException {
        for (var dtype : new DType[] {DType.FLOAT32, DType.INT64}) {
            for (boolean integers : new boolean[] {false, true}) {
                var args = arguments(method, dtype, integers, device);
                if (args != null && call(method, ones(2, 2).to(dtype).to(device), args) == null) {
                    var memory = ones(3).to(dtype).to(device);
                    var error = call(method, memory.narrow(0, 1, 1).expand(2, 2), args);
                    if (!DEFINED.contains(method.getName())) {
                        assertThat(error).as(method.toString()).isInstanceOf(ArgumentException.class)
                            .hasMessageContaining("lies at one place").hasMessageContaining("clone()");
                        assertThat(memory.toDoubleArray()).as(method.toString()).containsOnly(1);
                        return true;
                    }
                    assertThat(error).as(method.toString()).isNull();
                }
            }
        }
        return false;
    }

    private static @Nullable Throwable call(Method method, Tensor target, Object[] args) throws ReflectiveOperationException {
        try {
            method.invoke(target, args);
            return null;
        } catch (InvocationTargetException e) {
            return e.getTargetException();
        }
    }

    private static Object @Nullable [] arguments(Method method, DType dtype, boolean integers, Device device) {
        var types = method.getParameterTypes();
        var args = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean index = integers && i < types.length - 1 && types[i] == Tensor.class;
            boolean number = i == types.length - 1 && method.getName().endsWith("Fill_") || method.getName().equals("indexPut_");
            var tensor = number ? scalarTensor(1).to(dtype)
                : index ? zeros(1, 2).to(DType.INT64) : method.getName().startsWith("masked") && i == 0
                    ? ones(2, 2).to(DType.BOOL)
                    : ones(method.getName().matches("index.*|addr_|addmv_") ? new long[] {2} : new long[] {2, 2}).to(dtype);
            args[i] = types[i] == Tensor.class ? tensor.to(device)
                : types[i] == long.class || types[i] == Long.class ? (Object) 0L
                    : types[i] == double.class || types[i] == Double.class ? (Object) 0.5
                        : types[i] == Number.class ? (Object) 1 : types[i] == boolean.class ? (Object) false
                            : types[i] == Index[].class ? new Index[] {at(0)} : types[i].isEnum() ? types[i].getEnumConstants()[0] : null;
            if (args[i] == null) {
                return null;
            }
        }
        return args;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void large_and_small_expanded_targets_are_refused(String name) {
        var device = device(name);
        for (var sizes : new long[][] {{4}, {1000, 3}, {1L << 24}, {1L << 40}}) {
            var memory = ones(1).to(device);
            assertThatThrownBy(() -> memory.expand(sizes).add_(5)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("add_: ").hasMessageContaining(Arrays.toString(sizes));
            elements(memory, 1);
        }
        elements(ones(1).to(device).expand(1).mul_(2), 2);
        assertThat(ones(1).to(device).expand(0).mul_(2).numel()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void windows_and_strided_views_are_refused_only_where_they_overlap(String name) {
        var device = device(name);
        assertThatThrownBy(() -> arange(5.0).to(device).unfold(0, 3, 1).add_(1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> arange(20.0).to(device).asStrided(new long[] {3, 4}, 3, 2).mul_(1)).isInstanceOf(ArgumentException.class);
        elements(arange(6.0).to(device).unfold(0, 2, 2).add_(1), 1, 2, 3, 4, 5, 6);
        elements(arange(8.0).to(device).asStrided(new long[] {2, 3}, 3, 2).add_(10), 10, 12, 14, 13, 15, 17);
        elements(arange(6.0).to(device).reshape(2, 3).t().add_(10), 10, 13, 11, 14, 12, 15);
        elements(arange(9.0).to(device).reshape(3, 3).diagonal().neg_(), 0, -4, -8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void one_number_is_written_where_any_element_of_a_place_is_chosen(String name) {
        var device = device(name);
        UnaryOperator<Tensor> on = t -> t.to(device);
        elements(on.apply(ones(1)).expand(3).fill_(2), 2, 2, 2);
        elements(on.apply(ones(1)).expand(3).zero_(), 0, 0, 0);
        elements(on.apply(ones(1)).expand(1L << 40).fill_(3).get(7), 3);
        var third = on.apply(mask(false, false, true));
        elements(on.apply(ones(1)).expand(3).maskedFill_(third, 5), 5, 5, 5);
        elements(on.apply(ones(1)).expand(3).maskedFill_(on.apply(mask(false, false, false)), 5), 1, 1, 1);
        elements(on.apply(ones(1, 3)).expand(2, 3).maskedFill_(third, 5), 1, 1, 5, 1, 1, 5);
        elements(on.apply(ones(1)).expand(3).maskedFill_(third, on.apply(tensor(5f))), 5, 5, 5);
        elements(on.apply(ones(1)).expand(3).indexFill_(0, on.apply(tensor(new long[] {2})), 5), 5, 5, 5);
        elements(on.apply(ones(1)).expand(3).indexPut_(on.apply(tensor(5f)), false, Index.take(on.apply(tensor(new long[] {2})))), 5, 5, 5);
        elements(on.apply(ones(1)).expand(3).indexPut_(on.apply(tensor(5f)), true, Index.take(on.apply(tensor(new long[] {2, 0})))), 11, 11,
            11);
        elements(on.apply(ones(1)).expand(3).set(5, on.apply(tensor(new long[] {1}))), 5, 5, 5);
        elements(on.apply(ones(1)).expand(3).set(5, third), 5, 5, 5);
        elements(on.apply(arange(5.0)).unfold(0, 3, 1).maskedFill_(on.apply(mask(true, false, false)), 9), 9, 9, 9, 9, 9, 3, 9, 3, 4);
        elements(on.apply(arange(5.0)).unfold(0, 3, 1).zero_(), 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> on.apply(ones(1)).expand(3).set(5, slice(0, 2))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> on.apply(ones(1)).expand(3).maskedFill_(on.apply(mask(true, false)), 5)).isInstanceOf(TenonException.class)
            .hasMessageStartingWith("masked_fill_: ");
    }

    @Test
    void tensors_without_memory_are_checked_alike() {
        var expanded = Tensor.meta(DType.FLOAT32, 1).expand(4);
        assertThatThrownBy(() -> expanded.add_(1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> expanded.copy_(Tensor.meta(DType.FLOAT32, 4))).isInstanceOf(ArgumentException.class);
        assertThat(expanded.fill_(1)).isSameAs(expanded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void statistics_gradients_and_parameters_are_targets_too(String name) {
        var device = device(name);
        var mean = zeros(1).to(device);
        var var = ones(3).to(device);
        assertThatThrownBy(() -> randn(4, 3).to(device).batchNorm(mean.expand(3), var, null, null, true, 0.1, 1e-5))
            .isInstanceOf(ArgumentException.class).hasMessageStartingWith("batch_norm: ");
        assertThatThrownBy(() -> randn(4, 3).to(device).batchNorm(var, mean.expand(3), null, null, true, 0.1, 1e-5))
            .isInstanceOf(ArgumentException.class);
        elements(var, 1, 1, 1);
        var x = ones(3).to(device).requiresGrad_();
        var y = ones(3).to(device).requiresGrad_();
        x.setGrad(mean.expand(3));
        assertThatThrownBy(() -> y.add(x).sum().backward()).isInstanceOf(ArgumentException.class).hasMessageStartingWith("backward: ");
        assertThat(y.grad()).isNull();
        var parameter = mean.expand(3).detach().requiresGrad_();
        parameter.setGrad(ones(3).to(device));
        for (var optimizer : new dev.tenon.optim.OptimizerOptions<?>[] {Sgd.DEFAULT, Adam.DEFAULT}) {
            assertThatThrownBy(() -> optimizer.over(java.util.List.of(parameter)).step()).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("lies at one place");
        }
        elements(mean, 0);
    }

    @Test
    void a_gradient_whose_elements_share_places_is_only_read() {
        var x = ones(3).requiresGrad_();
        x.setGrad(ones(1).expand(3));
        Sgd.DEFAULT.lr(0.5).over(java.util.List.of(x)).step();
        elements(x, 0.5, 0.5, 0.5);
    }
}
