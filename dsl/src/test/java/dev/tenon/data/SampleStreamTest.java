package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.sampler.Sampler;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Creation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleStreamTest {
    private final AtomicInteger open = new AtomicInteger();
    private final SampleStream stream = epoch -> new Numbers(epoch * 1000, epoch * 1000 + 23);

    /** Numbers one after another, as long as nobody closes them. */
    private final class Numbers implements Iterator<Sample>, AutoCloseable {
        private final long end;
        private long next;

        Numbers(long first, long end) {
            this.next = first;
            this.end = end;
            open.incrementAndGet();
        }

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public Sample next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return new Sample(Creation.scalar(next++));
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void samplesComeInTheirOrderWithAnyWorkers(int workers) {
        var loader = stream.batches(5, b -> b.workers(workers));
        assertThat(numbers(loader, 0, 0)).isEqualTo(LongStream.range(0, 23).boxed().toList());
        assertThat(numbers(loader, 1, 0)).startsWith(1000L).hasSize(23);
        assertThat(numbers(stream.batches(5, b -> b.workers(workers).dropLast()), 0, 0)).hasSize(20);
        assertThat(loader.size()).isEqualTo(DataLoader.UNKNOWN_SIZE);
        assertThat(open).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aShuffledStreamContinuesAtAnyBatch(int workers) {
        UnaryOperator<LoaderOptions> shuffled = b -> b.shuffle(4).buffer(8).workers(workers);
        var whole = numbers(stream.batches(5, shuffled), 0, 0);
        assertThat(whole).isNotEqualTo(whole.stream().sorted().toList()).containsExactlyInAnyOrderElementsOf(LongStream.range(0, 23)
            .boxed().toList());
        assertThat(numbers(stream.batches(5, shuffled), 0, 2)).isEqualTo(whole.subList(10, 23));
        assertThat(numbers(stream.batches(5, b -> b.shuffle(4).buffer(8)), 0, 0)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aLoopThatIsLeftClosesTheStream(int workers) {
        try (var batches = stream.batches(5, b -> b.workers(workers)).iterator()) {
            assertThat(batches.hasNext()).isTrue();
            assertThat(batches.hasNext()).isTrue();
            assertThat(batches.next().size()).isEqualTo(5);
        }
        assertThat(open).hasValue(0);
        assertThat(Scope.current()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    @Timeout(20)
    void aBatchThatCannotBeReadDoesNotHoldUpThoseAfterIt(int workers) {
        SampleStream broken = epoch -> new ChangedSamples(stream.samples(epoch), samples -> samples.peek(sample -> {
            if (sample.x().item() == 7) {
                throw new ArgumentException("7 is broken");
            }
        }));
        var loader = broken.batches(5, b -> b.workers(workers));
        try (var batches = loader.iterator(0, 0)) {
            assertThat(batches.next().x().toLongArray()).containsExactly(0, 1, 2, 3, 4);
            assertThatExceptionOfType(ArgumentException.class).isThrownBy(batches::next).withMessage("7 is broken");
            assertThat(batches.next().x().toLongArray()).containsExactly(8, 9, 10, 11, 12);
        }
        try (var batches = loader.iterator(0, 2)) {
            assertThat(batches.next().x().toLongArray()).containsExactly(8, 9, 10, 11, 12);
            assertThat(batches.next().x().toLongArray()).containsExactly(13, 14, 15, 16, 17);
        }
    }

    @Test
    void streamsAreChangedAsTheyCome() {
        var changed = stream.filter(sample -> number(sample) % 2 == 1).map(sample -> new Sample(Creation.scalar(number(sample) * 10)))
            .take(4);
        assertThat(numbers(changed.batches(3), 0, 0)).containsExactly(10L, 30L, 50L, 70L);
        assertThat(open).hasValue(0);
    }

    @Test
    void aSamplerIsRefused() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> stream.batches(5, b -> b.sampler(Sampler.random())))
            .withMessageContaining("takes no sampler");
    }

    private static long number(Sample sample) {
        return sample.x().toLongArray()[0];
    }

    private static List<Long> numbers(DataLoader loader, long epoch, long first) {
        var numbers = new ArrayList<Long>();
        for (var batches = loader.iterator(epoch, first); batches.hasNext();) {
            numbers.addAll(NumberedSamples.longs(batches.next().x()));
        }
        return numbers;
    }
}
