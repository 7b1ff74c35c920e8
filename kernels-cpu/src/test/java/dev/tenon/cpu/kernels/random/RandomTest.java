package dev.tenon.cpu.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.cpu.engine.Threads;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operators by what their numbers are like in the mean, and by their being the same whatever the threads. Bounds are five standard errors. */
class RandomTest {
    private static final int N = 40_000;
    private static final Map<String, Supplier<Tensor>> DRAWS = new LinkedHashMap<>();

    static {
        DRAWS.put("rand", () -> call("rand", Map.of("size", List.of((long) N))));
        DRAWS.put("randn", () -> call("randn", Map.of("size", List.of((long) N))));
        DRAWS.put("randint", () -> call("randint", Map.of("low", 3L, "high", 9L, "size", List.of((long) N))));
        DRAWS.put("randperm", () -> call("randperm", Map.of("n", (long) N)));
        DRAWS.put("normal", () -> call("normal", Map.of("mean", filled(2), "std", filled(3))));
        DRAWS.put("bernoulli", () -> call("bernoulli", Map.of("input", filled(0.3))));
        DRAWS.put("multinomial", () -> call("multinomial", Map.of("input", weights(), "num_samples", 500L, "replacement", true)));
        DRAWS.put("multinomial without replacement", () -> call("multinomial", Map.of("input", weights(), "num_samples", 3L)));
        DRAWS.put("uniform_", () -> filled(0).uniform_(-1, 3));
        DRAWS.put("normal_", () -> filled(0).normal_(-1, 3));
        DRAWS.put("exponential_", () -> filled(0).exponential_(2));
        DRAWS.put("bernoulli_", () -> filled(0).bernoulli_(0.7));
        DRAWS.put("random_", () -> filled(0).random_(5, 8));
        DRAWS.put("dropout", () -> call("dropout", Map.of("input", filled(1), "p", 0.25)));
        DRAWS.put("dropout2d", () -> call("dropout2d", Map.of("input", filled(1).reshape(10, 1000, 2, 2), "p", 0.25)));
        DRAWS.put("alpha_dropout", () -> call("alpha_dropout", Map.of("input", filled(1), "p", 0.25, "training", true)));
    }

    static Stream<String> draws() {
        return DRAWS.keySet().stream();
    }

    private static Tensor call(String name, Map<String, Object> args) {
        return OpCatalog.call(name, args).getFirst();
    }

    private static Tensor filled(double value) {
        return Creation.full(new long[] {N}, value, DType.FLOAT32, Device.CPU);
    }

    /** Four places, of which the third cannot be drawn. */
    private static Tensor weights() {
        return Creation.of(new double[] {1, 2, 0, 5}, DType.FLOAT32, Device.CPU, 4).expand(200, 4);
    }

    @BeforeEach
    void seed() {
        Generator.global().manualSeed(20);
    }

    private static double[] draw(String name) {
        var draw = DRAWS.get(name);
        if (draw == null) {
            throw new AssertionError(name);
        }
        return draw.get().toDoubleArray();
    }

    @ParameterizedTest
    @MethodSource("draws")
    void the_numbers_are_the_same_on_any_number_of_threads_and_others_for_another_seed(String name) {
        var first = draw(name);
        int before = Workers.threads();
        try {
            for (int threads = 1; threads <= 4; threads++) {
                Threads.limit(threads);
                seed();
                assertThat(draw(name)).as(threads + " threads").containsExactly(first);
            }
        } finally {
            Threads.limit(before);
        }
        assertThat(draw(name)).as("further along the stream").isNotEqualTo(first);
        Generator.global().manualSeed(21);
        assertThat(draw(name)).as("another seed").isNotEqualTo(first);
    }

    private static void moments(double[] values, double mean, double deviation) {
        double actual = DoubleStream.of(values).average().orElseThrow();
        assertThat(actual).as("mean").isCloseTo(mean, within(5 * deviation / Math.sqrt(values.length)));
        double variance = DoubleStream.of(values).map(v -> (v - actual) * (v - actual)).sum() / values.length;
        assertThat(Math.sqrt(variance)).as("standard deviation").isCloseTo(deviation, within(0.04 * deviation));
    }

    @Test
    void means_and_deviations_are_those_of_the_distributions() {
        moments(draw("rand"), 0.5, Math.sqrt(1 / 12.0));
        moments(draw("randn"), 0, 1);
        moments(draw("randint"), 5.5, Math.sqrt(35 / 12.0));
        moments(draw("normal"), 2, 3);
        moments(draw("bernoulli"), 0.3, Math.sqrt(0.21));
        moments(draw("uniform_"), 1, Math.sqrt(16 / 12.0));
        moments(draw("normal_"), -1, 3);
        moments(draw("exponential_"), 0.5, 0.5);
        moments(draw("bernoulli_"), 0.7, Math.sqrt(0.21));
        moments(draw("random_"), 6, Math.sqrt(8 / 12.0));
    }

    @Test
    void dropout_keeps_the_mean_and_drops_whole_channels() {
        moments(draw("dropout"), 1, Math.sqrt(0.25 / 0.75));
        var channels = draw("dropout2d");
        for (int i = 0; i < channels.length; i += 4) {
            assertThat(Arrays.copyOfRange(channels, i, i + 4)).containsOnly(channels[i]);
        }
        // Mean 0 and deviation 1 stay what they are: that is what alpha_dropout is for.
        var normal = call("randn", Map.of("size", List.of((long) N)));
        moments(call("alpha_dropout", Map.of("input", normal, "p", 0.25, "training", true)).toDoubleArray(), 0, 1);
    }

    @Test
    void normal_numbers_have_the_tails_of_the_bell_curve() {
        var values = draw("randn");
        assertThat(DoubleStream.of(values).filter(v -> Math.abs(v) < 1).count() / (double) N).isCloseTo(0.6827, within(0.012));
        assertThat(DoubleStream.of(values).filter(v -> Math.abs(v) > 3).count() / (double) N).isCloseTo(0.0027, within(0.0013));
    }

    @Test
    void ranges_are_kept_and_filled() {
        assertThat(DoubleStream.of(draw("rand")).boxed()).allMatch(v -> v >= 0 && v < 1);
        assertThat(DoubleStream.of(draw("randint")).distinct().sorted().toArray()).containsExactly(3, 4, 5, 6, 7, 8);
        assertThat(DoubleStream.of(draw("random_")).distinct().sorted().toArray()).containsExactly(5, 6, 7);
        var order = draw("randperm");
        Arrays.sort(order);
        assertThat(order).containsExactly(DoubleStream.iterate(0, v -> v + 1).limit(N).toArray());
    }

    @Test
    void places_are_drawn_in_proportion_to_their_weights() {
        var places = draw("multinomial");
        for (int place = 0; place < 4; place++) {
            int wanted = place;
            double share = DoubleStream.of(places).filter(v -> v == wanted).count() / (double) places.length;
            assertThat(share).as("place " + place).isCloseTo(new double[] {0.125, 0.25, 0, 0.625}[place], within(0.008));
        }
    }

    @Test
    void without_replacement_no_place_comes_twice_and_the_heaviest_comes_first_most_often() {
        var rows = draw("multinomial without replacement");
        int first = 0;
        for (int i = 0; i < rows.length; i += 3) {
            assertThat(Arrays.copyOfRange(rows, i, i + 3)).containsExactlyInAnyOrder(0, 1, 3);
            first += rows[i] == 3 ? 1 : 0;
        }
        assertThat(first / 200.0).isCloseTo(0.625, within(0.18));
    }

    @Test
    void impossible_distributions_are_refused() {
        assertThatThrownBy(() -> call("bernoulli", Map.of("input", filled(1.5)))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("1.5").hasMessageContaining("try:");
        assertThatThrownBy(() -> call("multinomial", Map.of("input", weights(), "num_samples", 4L))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("4 places").hasMessageContaining("3 of a weight above 0");
        assertThatThrownBy(() -> call("multinomial", Map.of("input", weights().neg(), "num_samples", 1L)))
            .isInstanceOf(ArgumentException.class).hasMessageContaining("not negative");
        assertThatThrownBy(() -> call("normal", Map.of("mean", 0.0, "std", filled(-1)))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("std");
        assertThatThrownBy(() -> filled(0).uniform_(2, 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("uniform_");
        assertThatThrownBy(() -> filled(0).exponential_(0)).isInstanceOf(ArgumentException.class).hasMessageContaining("lambd");
        assertThatThrownBy(() -> filled(0).to(DType.INT64).normal_()).isInstanceOf(DTypeException.class).hasMessageContaining("normal_");
    }
}
