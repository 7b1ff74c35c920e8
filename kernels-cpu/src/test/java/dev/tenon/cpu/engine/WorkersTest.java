package dev.tenon.cpu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void everyIndexIsVisitedOnce() {
        for (int threads = 1; threads <= 5; threads++) {
            int before = Workers.threads();
            Workers.limit(threads);
            for (int n : new int[] {0, 1, 2, 7, 64, 1000}) {
                for (int grain : new int[] {1, 3, 64}) {
                    var visits = new AtomicIntegerArray(Math.max(n, 1));
                    Workers.run(n, grain, (from, to) -> {
                        assertThat(from % grain).isZero();
                        for (long i = from; i < to; i++) {
                            visits.incrementAndGet((int) i);
                        }
                    });
                    for (int i = 0; i < n; i++) {
                        assertThat(visits.get(i)).isEqualTo(1);
                    }
                }
            }
            Workers.limit(before);
        }
    }

    @Test
    void anExceptionReachesTheCallerAndThePoolGoesOn() {
        assertThatThrownBy(() -> Workers.run(100, 1, (from, to) -> {
            throw new IllegalStateException("from " + from);
        })).isInstanceOf(IllegalStateException.class);
        var sum = new AtomicLong();
        Workers.run(100, 1, (from, to) -> sum.addAndGet(to - from));
        assertThat(sum.get()).isEqualTo(100);
    }

    @Test
    void workWithinWorkRunsOnItsThread() {
        var sum = new AtomicLong();
        Workers.run(8, 1, (from, to) -> {
            var thread = Thread.currentThread();
            Workers.run(1000, 1, (a, b) -> {
                assertThat(Thread.currentThread()).isSameAs(thread);
                sum.addAndGet((b - a) * (to - from));
            });
        });
        assertThat(sum.get()).isEqualTo(8000);
    }

    @Test
    void severalCallersDoNotDisturbOneAnother() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        var sum = new AtomicLong();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200; i++) {
                    Workers.run(50, 1, (from, to) -> sum.addAndGet(to - from));
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(sum.get()).isEqualTo(4 * 200 * 50);
    }

    @Test
    void scratchMemoryIsGivenBackInOrder() {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long first = scratch.take(100);
        long inner = scratch.mark();
        long large = scratch.take(5 << 20);
        long third = scratch.take(400_000);
        assertThat(new long[] {first % 64, large % 64, third % 64}).containsOnly(0);
        UncheckedAccess.fill(large, 5 << 20, (byte) 1);
        scratch.release(inner);
        assertThat(scratch.take(8)).isEqualTo(first + 128);
        scratch.release(mark);
        assertThat(scratch.take(100)).isEqualTo(first);
        scratch.release(mark);
    }
}
