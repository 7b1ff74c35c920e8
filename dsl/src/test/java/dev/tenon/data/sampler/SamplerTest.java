package dev.tenon.data.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.DataLoader;
import dev.tenon.data.Dataset;
import dev.tenon.data.NumberedSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
    private static final int SAMPLES = 50;
    private static final double[] WEIGHTS = IntStream.range(0, SAMPLES).mapToDouble(i -> i % 2 == 0 ? 0 : i).toArray();
    private static final int[] LENGTHS = IntStream.range(0, SAMPLES).map(i -> i * 7 % SAMPLES).toArray();

    private final Dataset dataset = NumberedSamples.numbered(SAMPLES);

    @ParameterizedTest
    @MethodSource("samplers")
    void anEpochContinuesAtAnyBatchWithAnyWorkers(Sampler sampler) {
        var loader = dataset.batches(4, b -> b.shuffle(11).sampler(sampler));
        var whole = batches(loader, 2, 0);
        assertThat(whole).hasSize((int) loader.size());
        for (int from : new int[] {1, 3}) {
            assertThat(batches(dataset.batches(4, b -> b.shuffle(11).sampler(sampler).workers(2)), 2, from))
                .isEqualTo(whole.subList(from, whole.size()));
        }
        if (sampler.isRandom()) {
            assertThat(batches(loader, 3, 0)).isNotEqualTo(whole);
            assertThat(batches(loader.reordered(12L, 12), 2, 0)).isNotEqualTo(whole);
        }
    }

    static Stream<Sampler> samplers() {
        return Stream.of(Sampler.sequential(), Sampler.random(), Sampler.replacing(30), Sampler.weighted(WEIGHTS, 30),
            Sampler.weightedOnce(WEIGHTS, 20), Sampler.subset(3, 9, 27, 1, 44, 12, 5, 6, 7, 8, 20, 21, 22), Sampler.byLength(LENGTHS),
            Sampler.random().share(1, 3), Sampler.byLength(LENGTHS).share(0, 2), Sampler.sequential().share(2, 4));
    }

    @Test
    void withoutASeedTheGlobalGeneratorGivesOneToSamplersThatNeedIt() {
        var loader = dataset.batches(50, b -> b.sampler(Sampler.random()));
        assertThat(batches(loader, 0, 0)).isEqualTo(batches(dataset.batches(50).reordered(loader.seed(), 0), 0, 0));
    }

    @Test
    void samplesComeInProportionToTheirWeights() {
        var weights = new double[] {1, 0, 3, 6};
        var counts = new int[4];
        Arrays.stream(Sampler.weighted(weights, 20_000).order(4, 5, 0)).forEach(i -> counts[(int) i]++);
        for (int i = 0; i < 4; i++) {
            assertThat(counts[i] / 2000.0).isCloseTo(weights[i], within(0.15));
        }
        var first = new int[4];
        for (int epoch = 0; epoch < 5000; epoch++) {
            var order = Sampler.weightedOnce(weights, 3).order(4, 5, epoch);
            assertThat(order).containsExactlyInAnyOrder(0, 2, 3);
            first[(int) order[0]]++;
        }
        assertThat(first[3] / 5000.0).isCloseTo(0.6, within(0.03));
    }

    @Test
    void processesShareAnEpochEvenly() {
        var all = new ArrayList<Long>();
        for (int rank = 0; rank < 4; rank++) {
            var own = Sampler.random().share(rank, 4).order(SAMPLES, 9, 1);
            assertThat(own).hasSize(13);
            LongStream.of(own).forEach(all::add);
        }
        assertThat(all).hasSize(52).contains(LongStream.range(0, SAMPLES).boxed().toArray(Long[]::new));
    }

    @Test
    void batchesByLengthHoldSamplesOfAboutTheSameLength() {
        var batches = Sampler.byLength(LENGTHS).batches(SAMPLES, 10, false, 3, 0);
        assertThat(batches).hasSize(5);
        var spread = new ArrayList<Long>();
        for (var batch : batches) {
            var lengths = Arrays.stream(batch.toArray()).map(i -> LENGTHS[(int) i]).sorted().toArray();
            assertThat(lengths[9] - lengths[0]).isEqualTo(9);
            spread.add(lengths[0]);
        }
        assertThat(spread).isNotEqualTo(spread.stream().sorted().toList());
    }

    @Test
    void samplersThatDoNotFitAreRefused() {
        refused(Sampler.weighted(new double[] {1, 2}, 3), "2 weights for 50 samples");
        refused(Sampler.byLength(1, 2, 3), "3 lengths for 50 samples");
        refused(Sampler.subset(50), "sample 50");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sampler.weightedOnce(new double[] {1, 0}, 2))
            .withMessageContaining("1 have a weight");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sampler.weighted(new double[] {1, -1}, 2))
            .withMessageContaining("sample 1");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Sampler.random().share(2, 2)).withMessageContaining("2 of 2");
    }

    private void refused(Sampler sampler, String reason) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dataset.batches(4, b -> b.sampler(sampler)))
            .withMessageContaining(reason);
    }

    private static List<List<Long>> batches(DataLoader loader, long epoch, long first) {
        var batches = new ArrayList<List<Long>>();
        for (var iterator = loader.iterator(epoch, first); iterator.hasNext();) {
            batches.add(NumberedSamples.longs(iterator.next().y()));
        }
        return batches;
    }
}
