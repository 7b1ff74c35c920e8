package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.ops.PaddingMode;
import dev.tenon.ops.ScatterMode;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A number becomes an element only if the dtype can hold it; what is computed with numbers wraps. */
class NumberRangeTest {
    private static final Map<String, Way> WAYS = new LinkedHashMap<>();

    /** A way in which a number becomes the only element of the result. */
    private interface Way {
        Tensor apply(Tensor like, Number value);
    }

    static {
        WAYS.put("tensor", (like, value) -> tensor(List.of(value), like.dtype()));
        WAYS.put("full", (like, value) -> full(new long[] {1}, value, like.dtype(), like.device()));
        WAYS.put("full_like", (like, value) -> like.fullLike(value));
        WAYS.put("new_full", (like, value) -> like.newFull(new long[] {1}, value));
        WAYS.put("fill_", (like, value) -> like.clone().fill_(value));
        WAYS.put("set", (like, value) -> like.clone().set(value, 0));
        WAYS.put("set/mask", (like, value) -> like.clone().set(value, like.eq(1)));
        WAYS.put("masked_fill", (like, value) -> like.maskedFill(like.eq(1), value));
        WAYS.put("masked_fill_", (like, value) -> like.clone().maskedFill_(like.eq(1), value));
        WAYS.put("scatter", (like, value) -> like.scatter(0, place(like), value));
        WAYS.put("scatter/reduce", (like, value) -> like.sub(like).scatter(0, place(like), value, ScatterMode.ADD));
        WAYS.put("index_fill", (like, value) -> like.indexFill(0, place(like), value));
        WAYS.put("pad", (like, value) -> like.pad(new long[] {1, -1}, PaddingMode.CONSTANT, value));
    }

    private static Tensor place(Tensor like) {
        return tensor(new long[] {0}).to(like.device());
    }

    static List<Device> devices() {
        return List.of(cpu(), EmulatedGpu.device());
    }

    static Stream<Tensor> integers() {
        var onCpu = Stream.of(DType.values()).filter(DType::isIntegral).map(dtype -> ones(dtype, 1));
        return Stream.concat(onCpu, Stream.of(ones(DType.INT8, 1).to(EmulatedGpu.device())));
    }

    /** The operator as messages name it. */
    private static String operator(String way) {
        return way.replaceAll("/.*", "") + ":";
    }

    @ParameterizedTest
    @MethodSource("integers")
    void the_ends_of_an_integer_dtype_become_elements_and_what_lies_beyond_is_refused(Tensor like) {
        long least = like.dtype().least();
        long most = like.dtype().most();
        WAYS.forEach((name, way) -> {
            assertThat(way.apply(like, least).toLongArray()).as(name).containsExactly(least);
            assertThat(way.apply(like, most).toLongArray()).as(name).containsExactly(most);
            var beyond = new ArrayList<Number>(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e19, -1e19));
            if (like.dtype() != DType.INT64) {
                beyond.addAll(List.of(like.dtype() == DType.UINT8 ? -256 : least - 1, most + 1, least - 0.5, most + 0.5));
            }
            for (var value : beyond) {
                assertThatThrownBy(() -> way.apply(like, value)).as(name + " of " + value).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining(operator(name)).hasMessageContaining(value.toString())
                    .hasMessageContaining("[" + least + ", " + most + "]").hasMessageContaining("try:");
            }
        });
    }

    @Test
    void a_negative_integer_wraps_in_uint8_except_among_the_numbers_of_an_array() {
        var like = ones(DType.UINT8, 1);
        WAYS.forEach((name, way) -> {
            if (!name.equals("tensor")) {
                assertThat(way.apply(like, -1).itemLong()).as(name).isEqualTo(255);
            }
        });
        assertThatThrownBy(() -> tensor(List.of(-1), DType.UINT8)).isInstanceOf(ArgumentException.class).hasMessageContaining("uint8");
        assertThatThrownBy(() -> like.clamp(-1, 5)).isInstanceOf(ArgumentException.class).hasMessageContaining("clamp");
    }

    @ParameterizedTest
    @MethodSource("devices")
    void fractions_are_cut_off_and_every_number_has_a_truth(Device device) {
        WAYS.forEach((name, way) -> {
            assertThat(way.apply(ones(DType.INT32, 1).to(device), -1.9).itemLong()).as(name).isEqualTo(-1);
            if (!name.equals("scatter/reduce")) {
                var like = ones(DType.BOOL, 1).to(device);
                assertThat(way.apply(like, Double.NaN).item()).as(name).isEqualTo(1);
                assertThat(way.apply(like, 2).toBooleanArray()).as(name).containsExactly(true);
                assertThat(way.apply(like, 0.0).item()).as(name).isEqualTo(0);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("devices")
    void halves_are_refused_what_would_be_infinite_where_elements_are_moved_and_round_it_where_they_are_made(Device device) {
        var like = ones(DType.FLOAT16, 1).to(device);
        for (var name : List.of("masked_fill", "masked_fill_", "index_fill", "pad")) {
            var way = WAYS.get(name);
            assertThatThrownBy(() -> way.apply(like, 1e6)).as(name).isInstanceOf(ArgumentException.class).hasMessageContaining("float16");
            assertThat(way.apply(like, Double.NEGATIVE_INFINITY).item()).as(name).isEqualTo(Double.NEGATIVE_INFINITY);
        }
        for (var name : List.of("tensor", "full", "full_like", "new_full", "fill_", "set")) {
            assertThat(WAYS.get(name).apply(like, 1e6).item()).as(name).isEqualTo(Double.POSITIVE_INFINITY);
        }
        assertThatThrownBy(() -> ones(1).to(device).fill_(1e39)).isInstanceOf(ArgumentException.class).hasMessageContaining("float32");
        assertThatThrownBy(() -> ones(1).to(device).maskedFill(ones(DType.BOOL, 1).to(device), -1e39))
            .isInstanceOf(ArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void a_number_that_is_chosen_must_fit(Device device) {
        var x = ones(DType.INT8, 2).to(device);
        for (var call : List.<Runnable>of(() -> where(x.eq(1), 300, x), () -> where(x.eq(0), x, 300), () -> x.clampMin(300),
            () -> x.clamp(null, 300), () -> x.clamp(-200, 5), () -> x.add(x, 300), () -> x.sub(x, -129), () -> x.addcmul(x, x, 300),
            () -> x.pow(300), () -> threshold(x, 0, 300), () -> hardtanh(x, 0, 300), () -> x.indexAdd(0, place(x), x.get(slice(0, 1)), 300),
            () -> addmm(x.view(1, 2), x.view(1, 2), ones(DType.INT8, 2, 2).to(device), 300, 1))) {
            assertThatThrownBy(call::run).isInstanceOf(ArgumentException.class).hasMessageContaining("int8")
                .hasMessageContaining("overflow");
        }
        assertThat(where(x.eq(1), -128, x).toLongArray()).containsExactly(-128, -128);
        assertThat(ones(DType.UINT8, 1).to(device).add(ones(DType.UINT8, 1).to(device), -1).itemLong()).isZero();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void arithmetic_wraps(Device device) {
        var x = ones(DType.INT8, 2).to(device);
        assertThat(x.add(300).toLongArray()).containsExactly(45, 45);
        assertThat(x.mul(300).toLongArray()).containsExactly(44, 44);
        assertThat(x.add_(300).toLongArray()).containsExactly(45, 45);
        assertThat(arange(299, 302, 1, DType.INT8).toLongArray()).containsExactly(43, 44, 45);
        assertThat(tensor(new long[] {300}).to(device).to(DType.INT8).itemLong()).isEqualTo(44);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void random_integers_must_be_in_the_range_of_the_dtype(DType dtype) {
        var size = new long[] {50};
        if (!dtype.isFloating() && dtype != DType.INT64) {
            long least = dtype.least();
            long most = dtype.most();
            for (var device : devices()) {
                assertThat(randint(most, most + 1, size, dtype, device).amin().itemLong()).isEqualTo(most);
                assertThat(zeros(dtype, 50).to(device).random_(least, least + 1).amax().itemLong()).isEqualTo(least);
                assertThatThrownBy(() -> randint(least, most + 2, size, dtype, device)).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("randint").hasMessageContaining("[" + least + ", " + most + "]");
                assertThatThrownBy(() -> zeros(dtype, 50).to(device).random_(least - 1, most)).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("random_");
            }
        }
        assertThatThrownBy(() -> zeros(dtype, 3).random_(5, 5)).isInstanceOf(ArgumentException.class);
        if (dtype.bytes() < 4) {
            long most = dtype == DType.FLOAT16 ? 2048 : dtype == DType.BFLOAT16 ? 256 : dtype.most();
            var order = randperm(most + 1, dtype).to(DType.INT64);
            assertThat(order.unique().numel()).isEqualTo(most + 1);
            assertThatThrownBy(() -> randperm(most + 2, dtype)).isInstanceOf(ArgumentException.class).hasMessageContaining("randperm")
                .hasMessageContaining("at most " + (most + 1));
        }
    }

    @Test
    void arrays_of_numbers_are_checked_and_arrays_of_bytes_are_bits() {
        assertThatThrownBy(() -> tensor(new int[] {1, 300}, DType.UINT8)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("300").hasMessageContaining("uint8");
        assertThatThrownBy(() -> tensor(new int[] {-1}, DType.UINT8)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> tensor(new double[] {Double.NaN}, DType.INT64)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> tensor(new float[] {3e9f}, DType.INT32)).isInstanceOf(ArgumentException.class);
        assertThat(tensor(new double[] {1e39, -0.5}, DType.FLOAT32).toDoubleArray()).containsExactly(Double.POSITIVE_INFINITY, -0.5);
        assertThat(linspace(0, 127, 2, DType.INT8).toLongArray()).containsExactly(0, 127);
        assertThatThrownBy(() -> linspace(0, 300, 2, DType.INT8)).isInstanceOf(ArgumentException.class).hasMessageContaining("linspace");
        assertThatThrownBy(() -> arange(0, 1e19, 1e18, DType.INT64)).isInstanceOf(ArgumentException.class).hasMessageContaining("arange");
        assertThat(arange(Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62).toLongArray()).containsExactly(Long.MIN_VALUE, -(1L << 62), 0,
            1L << 62);
    }
}
