package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.ops.DivRounding;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An integer divided by zero is an error on every device, and a negative power one where it is a number. */
class IntegerDivisionTest {
    private static final Map<String, BinaryOperator<Tensor>> DIVISIONS = new LinkedHashMap<>();

    static {
        DIVISIONS.put("floor_divide", (a, b) -> a.floorDivide(b));
        DIVISIONS.put("div", (a, b) -> a.div(b, DivRounding.TRUNC));
        DIVISIONS.put("div/floor", (a, b) -> a.div(b, DivRounding.FLOOR));
        DIVISIONS.put("remainder", (a, b) -> a.remainder(b));
        DIVISIONS.put("fmod", (a, b) -> a.fmod(b));
        DIVISIONS.put("floor_divide_", (a, b) -> a.clone().floorDivide_(b));
        DIVISIONS.put("remainder_", (a, b) -> a.clone().remainder_(b));
    }

    static List<Device> devices() {
        return List.of(cpu(), EmulatedGpu.device());
    }

    /** The message comes at the latest when a value is asked for. */
    private static void refused(String name, java.util.function.Supplier<Tensor> division) {
        assertThatThrownBy(() -> division.get().toLongArray()).as(name).isInstanceOf(ArgumentException.class)
            .hasMessageContaining(name.replaceAll("[_/]?(floor)?$", "")).hasMessageContaining("ZeroDivisionError")
            .hasMessageContaining("try:");
    }

    @ParameterizedTest
    @MethodSource("devices")
    void an_integer_divided_by_zero_is_refused(Device device) {
        for (var dtype : device.equals(cpu()) ? new DType[] {DType.INT64, DType.INT32, DType.INT16, DType.INT8, DType.UINT8}
            : new DType[] {DType.INT64, DType.UINT8}) {
            var x = full(new long[] {2, 40}, 7, dtype, device);
            var y = full(new long[] {2, 40}, 2, dtype, device);
            y.set(0, 1, 17);
            DIVISIONS.forEach((name, divide) -> {
                refused(name, () -> divide.apply(x, y));
                refused(name, () -> divide.apply(x, y.get(1)));
                refused(name, () -> divide.apply(x.t().clone(), y.t()));
                refused(name, () -> divide.apply(x, zeros(dtype, 1).to(device)));
            });
            refused("floor_divide", () -> x.floorDivide(0));
            refused("remainder", () -> x.remainder(0));
            refused("fmod", () -> x.fmod_(0));
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void other_divisions_go_on_after_the_error(Device device) {
        var x = tensor(new long[] {7, -7, Long.MIN_VALUE}).to(device);
        refused("floor_divide", () -> x.floorDivide(0));
        assertThat(x.floorDivide(2).toLongArray()).containsExactly(3, -4, Long.MIN_VALUE / 2);
        assertThat(x.remainder(-1).toLongArray()).containsExactly(0, 0, 0);
        assertThat(x.div(-1, DivRounding.TRUNC).toLongArray()).containsExactly(-7, 7, Long.MIN_VALUE);
        assertThat(zeros(DType.INT64, 0).to(device).remainder(0).numel()).isZero();
        assertThat(x.div(0).toDoubleArray()).containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(x.to(DType.FLOAT32).floorDivide(0).toDoubleArray()[0]).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void a_negative_power_of_integers_is_refused_as_a_number_and_truncated_as_an_element(Device device) {
        var x = tensor(new long[] {1, -1, 2, 0}).to(device);
        assertThatThrownBy(() -> x.pow(-1)).isInstanceOf(DTypeException.class).hasMessageContaining("negative power");
        assertThat(x.pow(tensor(new long[] {-1, -3, -1, -1}).to(device)).toLongArray()).containsExactly(1, -1, 0, 0);
    }
}
