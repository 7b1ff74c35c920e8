package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Numbers;
import dev.tenon.optim.Optimizers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every {@link Number} is taken by its value, or refused. */
class JavaNumbersTest {
    private static final BigInteger TOO_LARGE = BigInteger.ONE.shiftLeft(63);
    private static final Map<String, Function<Number, Tensor>> WAYS = new LinkedHashMap<>();

    static {
        WAYS.put("add", n -> ones(1).add(n).sub(1));
        WAYS.put("add_", n -> zeros(1).add_(n));
        WAYS.put("add by name", n -> OpCatalog.call("add", Map.of("input", zeros(1), "other", n)).getFirst());
        WAYS.put("add alpha", n -> zeros(1).add(ones(1), n));
        WAYS.put("full", n -> full(new long[] {1}, n));
        WAYS.put("full by name", n -> OpCatalog.call("full", Map.of("size", List.of(1L), "fill_value", n)).getFirst());
        WAYS.put("tensor", n -> tensor(n).view(1));
        WAYS.put("tensor of a list", n -> tensor(List.of(n)));
        WAYS.put("fill_", n -> ones(1).fill_(n));
        WAYS.put("set", n -> {
            var x = ones(1);
            x.set(n, 0);
            return x;
        });
        WAYS.put("masked_fill", n -> ones(1).maskedFill(ones(DType.BOOL, 1), n));
        WAYS.put("where", n -> where(ones(DType.BOOL, 1), n, zeros(1)));
        WAYS.put("scatter", n -> ones(1).scatter(0, tensor(new long[] {0}), n));
        WAYS.put("index_fill", n -> ones(1).indexFill(0, tensor(new long[] {0}), n));
        WAYS.put("clamp", n -> full(new long[] {1}, 100).clamp(null, n));
        WAYS.put("pow", n -> full(new long[] {1}, 2).pow(n).log2());
        WAYS.put("lerp", n -> zeros(1).lerp(ones(1), n));
        WAYS.put("addmm", n -> addmm(zeros(1, 1), ones(1, 1), ones(1, 1), 1, n).view(1));
        WAYS.put("arange", n -> arange(n, 50, 100));
        WAYS.put("linspace", n -> linspace(n, n, 1));
    }

    /** A class of numbers that nobody knows. */
    private static final class Fraction extends Number {
        private static final long serialVersionUID = 1L;

        private final long over;
        private final long under;

        private Fraction(long over, long under) {
            this.over = over;
            this.under = under;
        }

        @Override
        public int intValue() {
            return (int) longValue();
        }

        @Override
        public long longValue() {
            return over / under;
        }

        @Override
        public float floatValue() {
            return (float) doubleValue();
        }

        @Override
        public double doubleValue() {
            return (double) over / under;
        }
    }

    private static DoubleAdder quarter() {
        var adder = new DoubleAdder();
        adder.add(0.25);
        return adder;
    }

    private static LongAdder three() {
        var adder = new LongAdder();
        adder.add(3);
        return adder;
    }

    @Test
    void fractions_of_any_class_keep_their_value() {
        for (var number : List.of(new BigDecimal("0.25"), quarter(), new Fraction(1, 4), 0.25f)) {
            WAYS.forEach(
                (name, way) -> assertThat(way.apply(number).item()).as(name + " of " + number.getClass()).isCloseTo(0.25, within(1e-6)));
            assertThat(ones(DType.INT64, 1).add(number).item()).as("beside integers").isEqualTo(1.25);
        }
    }

    @Test
    void whole_numbers_of_any_class_keep_their_value() {
        for (var number : List.of(BigInteger.valueOf(3), new AtomicInteger(3), new AtomicLong(3), three(), new Fraction(6, 2), (short) 3)) {
            WAYS.forEach(
                (name, way) -> assertThat(way.apply(number).item()).as(name + " of " + number.getClass()).isCloseTo(3, within(1e-6)));
            assertThat(ones(DType.INT64, 1).add(number).dtype()).isEqualTo(DType.INT64);
        }
    }

    @Test
    void large_whole_numbers_are_exact_in_integers() {
        long odd = (1L << 53) + 1;
        for (var number : List.of(BigInteger.valueOf(odd), BigDecimal.valueOf(odd), new BigDecimal("9007199254740993.000"))) {
            assertThat(full(new long[] {1}, number, DType.INT64).itemLong()).isEqualTo(odd);
            assertThat(zeros(DType.INT64, 1).add(number).itemLong()).isEqualTo(odd);
            assertThat(zeros(DType.INT64, 1).fill_(number).itemLong()).isEqualTo(odd);
        }
        assertThat(full(new long[] {1}, BigInteger.valueOf(Long.MIN_VALUE)).itemLong()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void what_does_not_fit_is_refused_with_the_operator() {
        for (var number : List.of(TOO_LARGE, TOO_LARGE.negate().subtract(BigInteger.ONE))) {
            assertThatThrownBy(() -> ones(1).add(number)).isInstanceOf(ArgumentException.class).hasMessageContaining("add: other")
                .hasMessageContaining(number.toString()).hasMessageContaining("try:");
            assertThatThrownBy(() -> tensor(number)).isInstanceOf(ArgumentException.class).hasMessageContaining("tensor");
            assertThatThrownBy(() -> ones(DType.INT64, 1).fill_(number)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("fill_");
            assertThat(tensor(List.of(number, 1), DType.FLOAT64).toDoubleArray()).containsExactly(number.doubleValue(), 1);
        }
        assertThatThrownBy(() -> ones(1).mul_(new BigDecimal("1e400"))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("mul_: other").hasMessageContaining("range of a double");
        assertThatThrownBy(() -> Numbers.whole(1.5, "stride", "dim")).isInstanceOf(ArgumentException.class).hasMessageContaining("1.5");
    }

    @Test
    void a_position_is_a_whole_number() {
        var x = arange(5);
        assertThat(x.get(Index.ellipsis(), new BigDecimal("2")).itemLong()).isEqualTo(2);
        assertThatThrownBy(() -> x.get(Index.ellipsis(), 2.7)).isInstanceOf(ArgumentException.class).hasMessageContaining("2.7");
        assertThatThrownBy(() -> x.get(Index.ellipsis(), List.of(1, 2.5))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> x.get(Index.ellipsis(), TOO_LARGE)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void an_optimizer_by_name_takes_any_number() {
        var weight = ones(1).detach().requiresGrad_();
        weight.mul(1).sum().backward();
        Optimizers.create("SGD", Map.of("lr", new BigDecimal("0.5")), List.of(weight)).step();
        assertThat(weight.item()).isEqualTo(0.5);
    }
}
