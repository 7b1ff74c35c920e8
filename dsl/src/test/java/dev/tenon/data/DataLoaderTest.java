package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataLoaderTest {
    private static final int SAMPLES = 103;
    /** Wide enough that a batch has memory of its own, which a scope frees. */
    private static final int WIDTH = 300;

    private final Dataset dataset = numbered(SAMPLES);

    @Test
    void withoutShuffleSamplesComeInTheirOrder() {
        assertThat(order(dataset.batches(10))).containsExactlyElementsOf(LongStream.range(0, SAMPLES).boxed().toList());
    }

    @Test
    void inputsAndTargetsStayTogether() {
        for (var batch : dataset.batches(7, b -> b.shuffle(3))) {
            var x = batch.x().toDoubleArray();
            var y = batch.y().toLongArray();
            assertThat(IntStream.range(0, y.length)).allMatch(i -> x[i * WIDTH] == y[i] && x[i * WIDTH + WIDTH - 1] == y[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theOrderIsTheSameForAnyNumberOfWorkers(int workers) {
        UnaryOperator<LoaderOptions> options = b -> b.shuffle(42);
        var alone = dataset.batches(8, options);
        var together = dataset.batches(8, b -> options.apply(b).workers(workers).prefetch(3));
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(order(together)).isEqualTo(order(alone));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void whatADatasetHandsOutAndKeepsIsNotFreedWithABatch(int workers) {
        var kept = numbered(SAMPLES).batch(LongStream.range(0, SAMPLES).toArray()).x();
        var views = new Dataset() {
            @Override
            public long size() {
                return SAMPLES;
            }

            @Override
            public Batch batch(long[] indices) {
                return new Batch(kept.narrow(0, indices[0], indices.length), numbered(SAMPLES).batch(indices).x());
            }
        };
        var made = new ArrayList<Tensor>();
        for (var batch : views.batches(10, b -> b.workers(workers))) {
            assertThat(batch.x().toFloatArray()).isEqualTo(batch.y().toFloatArray());
            made.add(batch.y());
        }
        assertThat(kept.toFloatArray()).hasSize(SAMPLES * WIDTH);
        assertThat(made).allSatisfy(own -> assertThatExceptionOfType(ReleasedException.class).isThrownBy(own::toFloatArray));
    }

    @Test
    void everyEpochHasAnotherOrderOfAllSamples() {
        var loader = dataset.batches(16, b -> b.shuffle(1));
        var first = order(loader);
        var second = order(loader);
        assertThat(first).doesNotHaveDuplicates().hasSize(SAMPLES).isNotEqualTo(second).isNotEqualTo(order(dataset.batches(16)));
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
        assertThat(order(dataset.batches(16, b -> b.shuffle(1)))).isEqualTo(first);
        assertThat(order(dataset.batches(16, b -> b.shuffle(2)))).isNotEqualTo(first);
    }

    @Test
    void anEpochCanBeContinuedFromAnyBatch() {
        var loader = dataset.batches(10, b -> b.shuffle(9).workers(2));
        var whole = order(loader);
        var rest = new ArrayList<Long>();
        for (var batches = loader.iterator(0, 4); batches.hasNext();) {
            rest.addAll(targets(batches.next()));
        }
        assertThat(rest).isEqualTo(whole.subList(40, SAMPLES));
        assertThat(loader.iterator(0, loader.size()).hasNext()).isFalse();
        assertThat(loader.epoch()).isEqualTo(1);
    }

    @Test
    void theLastBatchIsShortOrLeftOut() {
        assertThat(sizes(dataset.batches(50))).containsExactly(50L, 50L, 3L);
        assertThat(sizes(dataset.batches(50, b -> b.dropLast()))).containsExactly(50L, 50L);
        assertThat(dataset.batches(50).size()).isEqualTo(3);
        assertThat(dataset.batches(50, b -> b.dropLast()).size()).isEqualTo(2);
        assertThat(sizes(numbered(0).batches(5))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aBatchIsFreedWhenTheNextIterationBegins(int workers) {
        var kept = new ArrayList<Tensor>();
        var made = new ArrayList<Tensor>();
        for (var batch : dataset.batches(50, b -> b.workers(workers))) {
            kept.add(batch.x());
            made.add(Creation.zeros(DType.FLOAT32, Device.CPU, 2048));
            assertThat(batch.x().toDoubleArray()).isNotEmpty();
        }
        assertThat(kept).allSatisfy(DataLoaderTest::isReleased);
        assertThat(made).allSatisfy(DataLoaderTest::isReleased);
        assertThat(Scope.current()).isNull();
    }

    @Test
    void whatIsKeptOutlivesItsIteration() {
        var kept = new ArrayList<Batch>();
        for (var batch : dataset.batches(50)) {
            kept.add(batch.keepFrom(java.util.Objects.requireNonNull(Scope.current())));
        }
        assertThat(kept).allSatisfy(batch -> assertThat(batch.x().toDoubleArray()).isNotEmpty());
    }

    @Test
    void randomChangesFollowFromTheSeedAndTheBatchAlone() {
        LoaderOptions.Transform draw = (batch, random) -> new Batch(batch.x(),
            Creation.of(new long[] {random.nextLong()}, DType.INT64, Device.CPU, 1));
        var alone = order(dataset.batches(10, b -> b.shuffle(5).transform(draw)));
        assertThat(order(dataset.batches(10, b -> b.shuffle(5).transform(draw).workers(3)))).isEqualTo(alone).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void randomChangesFollowTheSeedOfTheProgramWhereSamplesAreNotShuffled(int workers) {
        LoaderOptions.Transform draw = (batch, random) -> new Batch(batch.x(),
            Creation.of(new long[] {random.nextLong()}, DType.INT64, Device.CPU, 1));
        var drawn = new ArrayList<List<Long>>();
        for (long seed : new long[] {1, 2, 1}) {
            Generator.global().manualSeed(seed);
            drawn.add(order(dataset.batches(10, b -> b.transform(draw).workers(workers))));
        }
        assertThat(drawn.get(0)).isNotEqualTo(drawn.get(1)).isEqualTo(drawn.get(2)).doesNotHaveDuplicates();
        var loader = dataset.batches(10, b -> b.transform(draw).workers(workers));
        assertThat(order(loader)).isEqualTo(order(dataset.batches(10, b -> b.transform(draw)).reordered(null, loader.seed())));
    }

    @Test
    void aLoaderWithoutRandomnessTakesNoRandomNumbers() {
        Generator.global().manualSeed(3);
        dataset.batches(10);
        assertThat(Generator.global().state().position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void whatADatasetThrowsReachesTheLoopWhichMayGoOn(int workers) {
        var broken = dataset.map(batch -> {
            long first = batch.y().toLongArray()[0];
            if (first == 20 || first == 100) {
                throw new ArgumentException("sample " + first + " is unreadable");
            }
            return batch;
        });
        var batches = broken.batches(10, b -> b.workers(workers)).iterator();
        var read = new ArrayList<Long>();
        var errors = new ArrayList<String>();
        while (batches.hasNext()) {
            try {
                read.addAll(targets(batches.next()));
            } catch (ArgumentException e) {
                errors.add(e.getMessage());
                assertThat(Scope.current()).isNull();
            }
        }
        assertThat(errors).containsExactly("sample 20 is unreadable", "sample 100 is unreadable");
        assertThat(read).hasSize(90).containsSubsequence(19L, 30L).endsWith(99L);
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void anExceptionOfAnyTypeIsNotChanged(int workers) {
        var error = new IOException("the disk is gone");
        var batches = dataset.map(batch -> {
            throw DataLoaderTest.<RuntimeException>undeclared(error);
        }).batches(10, b -> b.workers(workers)).iterator();
        assertThatThrownBy(batches::next).isSameAs(error);
        assertThat(Scope.current()).isNull();
    }

    @SuppressWarnings("unchecked") // the type is erased
    private static <E extends Throwable> E undeclared(Throwable error) throws E {
        throw (E) error;
    }

    @Test
    void anInterruptedWaitLosesNoBatch() {
        var batches = dataset.batches(10, b -> b.workers(2)).iterator();
        var read = new ArrayList<>(targets(batches.next()));
        var gate = new CountDownLatch(1);
        var slow = dataset.map(batch -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return batch;
        }).batches(60, b -> b.workers(1)).iterator();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(TenonException.class).isThrownBy(slow::next).withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        gate.countDown();
        assertThat(targets(slow.next()).getFirst()).isZero();
        assertThat(targets(slow.next()).getFirst()).isEqualTo(60);
        assertThat(slow.hasNext()).isFalse();
        batches.forEachRemaining(batch -> read.addAll(targets(batch)));
        assertThat(read).hasSize(SAMPLES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aClosedIteratorHasNoMoreBatches(int workers) {
        var batches = dataset.batches(10, b -> b.workers(workers)).iterator();
        batches.next();
        batches.close();
        assertThat(batches.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
    }

    @Test
    void workersEndByThemselvesAfterALoopThatWasLeft() throws InterruptedException {
        var threads = Collections.synchronizedSet(new HashSet<Thread>());
        var broken = dataset.map(batch -> {
            threads.add(Thread.currentThread());
            throw new ArgumentException("no sample is readable");
        });
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> broken.batches(10, b -> b.workers(2)).iterator().next());
        for (var thread : List.copyOf(threads)) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void subsetsAndFirstSamplesKeepTheirNumbers() {
        assertThat(order(dataset.take(3).batches(2))).containsExactly(0L, 1L, 2L);
        assertThat(order(dataset.subset(9, 4, 4).batches(2))).containsExactly(9L, 4L, 4L);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dataset.subset(SAMPLES)).withMessageContaining("out of range");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dataset.batches(0)).withMessageContaining("batch size");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dataset.batches(1, b -> b.workers(-1)))
            .withMessageContaining("workers");
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> new TensorDataset(Creation.zeros(DType.FLOAT32, Device.CPU, 3, 1),
                Creation.zeros(DType.FLOAT32, Device.CPU, 2)))
            .withMessageContaining("x: [3, 1]   y: [2]");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dataset.batch(new long[] {SAMPLES}))
            .withMessageContaining("sample 103");
    }

    /** Every element of sample i is i, and so is its target. */
    private static Dataset numbered(int samples) {
        var x = new float[samples * WIDTH];
        var y = new long[samples];
        for (int i = 0; i < samples; i++) {
            y[i] = i;
            java.util.Arrays.fill(x, i * WIDTH, (i + 1) * WIDTH, i);
        }
        return new TensorDataset(Creation.of(x, DType.FLOAT32, Device.CPU, samples, WIDTH),
            Creation.of(y, DType.INT64, Device.CPU, samples));
    }

    private static void isReleased(Tensor tensor) {
        assertThatExceptionOfType(ReleasedException.class).isThrownBy(tensor::toDoubleArray).withMessageContaining("iteration");
    }

    private static List<Long> order(DataLoader loader) {
        var order = new ArrayList<Long>();
        for (var batch : loader) {
            order.addAll(targets(batch));
        }
        return order;
    }

    private static List<Long> targets(Batch batch) {
        return LongStream.of(batch.y().toLongArray()).boxed().toList();
    }

    private static List<Long> sizes(DataLoader loader) {
        var sizes = new ArrayList<Long>();
        for (var batch : loader) {
            sizes.add(batch.size());
        }
        return sizes;
    }
}
