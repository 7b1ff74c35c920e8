package dev.tenon.samples.memory;

import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.TenonException;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Races of scopes, threads and segments: what is released in one thread while another uses it. */
final class Races {
    /** The kinds, in the order in which they take turns. */
    private static final Map<String, Kind> KINDS = kinds();

    private final Device device;
    private final long seed;
    private final Map<String, String> faults = new TreeMap<>();
    private int refused;

    /** One kind of race. */
    @FunctionalInterface
    private interface Kind {
        void run(Race race) throws InterruptedException;
    }

    Races(Device device, long seed) {
        this.device = device;
        this.seed = seed;
    }

    /** Exceptions that threads were told to stop by. */
    int refused() {
        return refused;
    }

    /** What went wrong, by round. */
    Map<String, String> faults() {
        return faults;
    }

    void run(int rounds) throws InterruptedException {
        var names = List.copyOf(KINDS.keySet());
        for (int round = 0; round < rounds; round++) {
            var name = names.get(round % names.size());
            var race = new Race(seed + round, device);
            KINDS.get(name).run(race);
            refused += race.refused.get();
            for (var fault : race.faults) {
                faults.put("round " + round + " (" + name + ")", fault);
            }
        }
    }

    private static Map<String, Kind> kinds() {
        return new TreeMap<>(Map.of(
            "a scope closed by its thread while others compute", Races::closedBehindReaders,
            "a scope closed by another thread", Races::closedElsewhere,
            "segments and buffers kept", Races::segments,
            "escapes, keeps and adoptions", Races::escapes,
            "gradients cleared elsewhere", Races::gradients,
            "writing while the scope ends", Races::writers,
            "batches handed over", Races::batches));
    }

    private static void closedBehindReaders(Race race) throws InterruptedException {
        long size = race.size();
        float number = race.number();
        int[] spins = {race.spins(), race.spins()};
        var shared = new AtomicReference<Tensor>();
        var made = new CountDownLatch(1);
        Race.Body owner = () -> {
            try (var _ = Scope.open("race")) {
                shared.set(race.filled(size, number));
                made.countDown();
                Race.pause(spins[0]);
            } finally {
                made.countDown();
            }
            race.reuse(size);
        };
        Race.Body reader = () -> {
            made.await();
            Race.pause(spins[1] / 4);
            var x = shared.get();
            for (int i = 0; x != null && i < 12; i++) {
                var sum = x.add(1);
                race.check(sum, number + 1);
                race.check(x, number);
                race.check((float) x.mean().item(), number, 0);
            }
        };
        race.run(race.random.nextInt(3) == 0, List.of(owner, reader, reader));
    }

    private static void closedElsewhere(Race race) throws InterruptedException {
        long size = race.size();
        float number = race.number();
        int spins = race.spins();
        var scope = new AtomicReference<Scope>();
        var opened = new CountDownLatch(1);
        Race.Body owner = () -> {
            try (var own = Scope.open("race")) {
                scope.set(own);
                var x = race.filled(size, number);
                opened.countDown();
                for (int i = 0; i < 20; i++) {
                    race.check(x.mul(2), 2 * number);
                    x.toString();
                }
            } finally {
                opened.countDown();
                race.reuse(size);
            }
        };
        Race.Body closer = () -> {
            opened.await();
            Race.pause(spins);
            var other = scope.get();
            if (other != null) {
                other.close();
            }
            race.reuse(size);
        };
        race.run(race.random.nextInt(3) == 0, List.of(owner, closer));
    }

    private static void segments(Race race) throws InterruptedException {
        long size = race.size();
        float number = race.number();
        int spins = race.spins();
        boolean asBuffer = race.random.nextBoolean();
        var shared = new AtomicReference<Tensor>();
        var made = new CountDownLatch(2);
        Race.Body owner = () -> {
            try (var _ = Scope.open("race")) {
                shared.set(race.filled(size, number));
                made.countDown();
                made.await();
                Race.pause(spins);
            } finally {
                made.countDown();
            }
            race.reuse(size);
        };
        Race.Body reader = () -> {
            while (made.getCount() == 2) {
                Thread.onSpinWait();
            }
            var x = shared.get();
            var segment = x == null || asBuffer ? null : x.segment();
            var buffer = x == null || !asBuffer ? null : x.asByteBuffer().asFloatBuffer();
            made.countDown();
            for (int i = 0; i < 300 && x != null; i++) {
                for (int at = 0; at < size; at += 97) {
                    float seen = segment != null ? segment.getAtIndex(ValueLayout.JAVA_FLOAT, at)
                        : buffer == null ? number : buffer.get(at);
                    race.check(seen, number, at);
                }
            }
        };
        race.run(false, List.of(owner, reader));
    }

    private static void escapes(Race race) throws InterruptedException {
        long size = race.size();
        float number = race.number();
        int[] spins = {race.spins(), race.spins()};
        int how = race.random.nextInt(3);
        var shared = new AtomicReference<Tensor>();
        var scope = new AtomicReference<Scope>();
        var made = new CountDownLatch(1);
        Race.Body owner = () -> {
            try (var own = Scope.open("race")) {
                scope.set(own);
                shared.set(race.filled(size, number));
                made.countDown();
                Race.pause(spins[0]);
            } finally {
                made.countDown();
            }
            race.reuse(size);
        };
        Race.Body taker = () -> {
            made.await();
            Race.pause(spins[1]);
            var x = shared.get();
            if (x == null) {
                return;
            }
            switch (how) {
                case 0 -> x.escape();
                case 1 -> x.keepFrom(scope.get());
                default -> {
                    try (var own = Scope.open("taker")) {
                        x.escape().moveTo(own);
                        race.check(x, number);
                    }
                    return;
                }
            }
            race.reuse(size);
            for (int i = 0; i < 10; i++) {
                required(() -> race.check(x.add(0), number));
            }
        };
        race.run(race.random.nextInt(3) == 0, List.of(owner, taker));
    }

    /** What has escaped lives: a refusal is a fault. */
    private static void required(Runnable look) {
        try {
            look.run();
        } catch (ReleasedException e) {
            throw new AssertionError("what had escaped was released", e);
        }
    }

    private static void gradients(Race race) throws InterruptedException {
        long size = race.size();
        float number = race.number();
        int spins = race.spins();
        var leaf = race.filled(size, number).requiresGrad_();
        Race.Body learner = () -> {
            for (int i = 0; i < 12; i++) {
                try {
                    leaf.mul(2).sum().backward();
                    var grad = leaf.gradForUpdate();
                    var copy = grad == null ? null : grad.mul(1);
                    if (copy != null && copy.toFloatArray()[0] % 2 != 0) {
                        throw new AssertionError("a gradient of " + copy.toFloatArray()[0]);
                    }
                    leaf.zeroGrad();
                } catch (TenonException | NullPointerException _) {
                    // The other thread has cleared what this one was adding to; what must not be seen is another tensor.
                    leaf.zeroGrad();
                }
                race.reuse(size);
            }
        };
        Race.Body clearer = () -> {
            for (int i = 0; i < 60; i++) {
                Race.pause(spins / 50);
                leaf.zeroGrad();
            }
            race.reuse(size);
        };
        race.run(false, List.of(learner, clearer));
    }

    private static void writers(Race race) throws InterruptedException {
        long size = race.size();
        float number = race.number();
        int spins = race.spins();
        var shared = new AtomicReference<Tensor>();
        var made = new CountDownLatch(1);
        Race.Body owner = () -> {
            try (var _ = Scope.open("race")) {
                shared.set(race.filled(size, number));
                made.countDown();
                Race.pause(spins);
            } finally {
                made.countDown();
            }
            for (int i = 0; i < 4; i++) {
                race.reuse(size);
            }
        };
        Race.Body writer = () -> {
            made.await();
            var x = shared.get();
            for (int i = 0; x != null && i < 25; i++) {
                x.fill_(number);
                x.mul_(1);
                x.copy_(x.neg()).neg_();
            }
        };
        race.run(race.random.nextInt(3) == 0, List.of(owner, writer, writer));
    }

    private static void batches(Race race) throws InterruptedException {
        long size = race.size();
        int count = race.few();
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = race.number();
        }
        var handed = new SynchronousQueue<List<Tensor>>();
        Race.Body maker = () -> {
            for (int i = 0; i < count; i++) {
                var made = new ArrayList<Tensor>();
                try {
                    made.add(race.filled(size, numbers[i]));
                } finally {
                    handed.put(made);
                }
            }
        };
        Race.Body consumer = () -> {
            for (int i = 0; i < count; i++) {
                var batch = handed.take();
                try (var scope = Scope.open("iteration")) {
                    for (var x : batch) {
                        x.moveTo(scope);
                        race.check(x.add(1), numbers[i] + 1);
                        race.check(x, numbers[i]);
                    }
                } catch (TenonException _) {
                    race.refused.incrementAndGet();
                }
                race.reuse(size);
            }
        };
        race.run(race.random.nextInt(3) == 0, List.of(maker, consumer));
    }
}
