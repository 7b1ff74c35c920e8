package dev.tenon.samples.memory;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One race: some threads that begin at the same moment. Every tensor is filled with a number of its own, so that a value of another tensor is
 * known when it is seen. An exception that Tenon or a closed arena throws ends a thread and is counted; anything else is a fault.
 */
final class Race {
    private static final int[] SIZES = {3, 60, 1000, 1500, 20_000, 90_000, 400_000};
    private static final int REUSES = 4;
    private static final int FEW = 6;

    final Random random;
    final Device device;
    final AtomicInteger refused = new AtomicInteger();
    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger(1);

    /** What a thread does. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /** A value that must not be where it was seen. */
    private static final class Foreign extends RuntimeException {
        private static final long serialVersionUID = 1;

        Foreign(String message) {
            super(message);
        }
    }

    Race(long seed, Device device) {
        this.random = new Random(seed);
        this.device = device;
    }

    /** How many elements a tensor of this race has: in a slab, in a small block or in pages of its own. */
    long size() {
        return SIZES[random.nextInt(SIZES.length)];
    }

    /** A number that no other tensor has. */
    float number() {
        return numbers.addAndGet(3);
    }

    Tensor filled(long size, float number) {
        return Creation.full(new long[] {size}, number, DType.FLOAT32, device);
    }

    /** Looks at every element. */
    void check(Tensor tensor, float expected) {
        check(tensor.toFloatArray(), expected);
    }

    void check(float[] seen, float expected) {
        for (int i = 0; i < seen.length; i++) {
            check(seen[i], expected, i);
        }
    }

    void check(float seen, float expected, long at) {
        if (seen != expected) {
            throw new Foreign("element " + at + " is " + seen + ", not " + expected);
        }
    }

    /** Takes memory of a size that has just been freed, and looks whether anyone else writes there. */
    void reuse(long size) {
        try (var _ = Scope.open("reuse")) {
            var taken = new ArrayList<Tensor>();
            var expected = new ArrayList<Float>();
            for (int i = 0; i < REUSES; i++) {
                float number = -number();
                taken.add(filled(size, number));
                expected.add(number);
            }
            for (int i = 0; i < REUSES; i++) {
                check(taken.get(i), expected.get(i));
            }
        }
    }

    /** How often something is tried. */
    int few() {
        return 1 + random.nextInt(FEW);
    }

    /** Waits for a moment of random length, so that threads meet in all places. */
    static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    int spins() {
        return random.nextInt(random.nextInt(20_000) + 1);
    }

    /** Runs the bodies at the same time, each on a thread of its own, and waits for all. */
    void run(boolean isVirtual, List<Body> bodies) throws InterruptedException {
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (var body : bodies) {
            Runnable task = () -> guarded(start, body);
            threads.add(isVirtual ? Thread.startVirtualThread(task) : Thread.ofPlatform().daemon().start(task));
        }
        start.countDown();
        for (var thread : threads) {
            thread.join();
        }
    }

    private void guarded(CountDownLatch start, Body body) {
        try {
            start.await();
            body.run();
        } catch (TenonException _) {
            refused.incrementAndGet();
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).contains("closed")) {
                refused.incrementAndGet();
            } else {
                fault(e);
            }
        } catch (Throwable e) {
            fault(e);
        }
    }

    private void fault(Throwable e) {
        var at = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[Math.min(3, e.getStackTrace().length - 1)];
        faults.add(e + at);
    }
}
