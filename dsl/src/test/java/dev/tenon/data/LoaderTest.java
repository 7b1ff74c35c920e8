package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.memory.Pool;
import dev.tenon.tensor.Creation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderTest {
    private final Dataset dataset = NumberedSamples.numbered(20);

    @Test
    void randomChangesOfSamplesDoNotDependOnWorkers() {
        SampleTransform noise = (sample, random) -> sample.withY(Creation.scalar(random.nextLong(1000)));
        var alone = drawn(dataset.batches(6, b -> b.shuffle(1).augment(noise)));
        assertThat(drawn(dataset.batches(6, b -> b.shuffle(1).augment(noise).workers(3)))).isEqualTo(alone);
        assertThat(alone.stream().distinct().count()).isGreaterThan(10);
        SampleTransform twice = noise.then((sample, random) -> sample.withY(Creation.scalar(-sample.y().toLongArray()[0])));
        assertThat(drawn(dataset.batches(6, b -> b.shuffle(1).augment(twice)))).isEqualTo(alone.stream().map(y -> -y).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aChangeThatFailsNamesItsSample(int workers) {
        SampleTransform failing = (sample, _) -> {
            if (sample.y().toLongArray()[0] == 13) {
                throw new ArgumentException("unlucky");
            }
            return sample;
        };
        var batches = dataset.batches(10, b -> b.augment(failing).workers(workers)).iterator();
        assertThat(batches.next().size()).isEqualTo(10);
        assertThatExceptionOfType(SampleException.class).isThrownBy(batches::next).withMessage("sample 13: unlucky");
    }

    @Test
    void aWaitThatIsTooLongIsAnErrorAndLosesNoBatch() {
        var gate = new CountDownLatch(1);
        var slow = dataset.map(batch -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return batch;
        });
        try (var batches = slow.batches(10, b -> b.workers(1).timeout(Duration.ofMillis(20))).iterator()) {
            assertThatExceptionOfType(TenonException.class).isThrownBy(batches::next).withMessageContaining("batch 0 is not ready");
            gate.countDown();
        }
        try (var patient = slow.batches(10, b -> b.workers(1).timeout(Duration.ofMinutes(1))).iterator()) {
            assertThat(NumberedSamples.longs(patient.next().y())).startsWith(0L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void memoryDoesNotGrowOverAThousandEpochs(int workers) {
        var loader = dataset.cache().batches(7, b -> b.shuffle(2).workers(workers).augment((sample, _) -> sample.withX(sample.x())));
        run(loader, 20);
        long before = Pool.of(Device.CPU).inUse();
        run(loader, 1000);
        assertThat(Pool.of(Device.CPU).inUse()).isLessThanOrEqualTo(before + (1 << 20));
    }

    private static void run(DataLoader loader, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (var batch : loader) {
                assertThat(batch.size()).isPositive();
            }
        }
    }

    private static List<Long> drawn(DataLoader loader) {
        var drawn = new ArrayList<Long>();
        loader.forEach(batch -> drawn.addAll(NumberedSamples.longs(batch.y())));
        return drawn;
    }
}
