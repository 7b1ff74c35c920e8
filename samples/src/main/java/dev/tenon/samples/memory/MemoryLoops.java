package dev.tenon.samples.memory;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.optim.Optimizer;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Loops with no scope and no close, whose memory must stay a small multiple of what they can still reach. */
final class MemoryLoops {
    private static final int THREADS = 100;

    private MemoryLoops() {}

    /**
     * A loop.
     *
     * @param reachable megabytes of the tensors it can reach at most
     * @param turns as many as show what its memory comes to
     * @param body makes what one turn does
     */
    record Loop(int reachable, int turns, Function<Device, IntConsumer> body) {}

    /** The loops by name. */
    static Map<String, Loop> all() {
        var loops = new LinkedHashMap<String, Loop>();
        loops.put("train", new Loop(8, 20_000, MemoryLoops::training));
        loops.put("lstm", new Loop(3, 20_000, MemoryLoops::lstm));
        loops.put("sizes",
            new Loop(30, 8000, device -> turn -> Creation.ones(DType.FLOAT32, device, 1000 + 37 * (turn % 997), 100).add(1)));
        loops.put("lengths", new Loop(40, 4000, MemoryLoops::lengths));
        loops.put("one", new Loop(8, 20_000, MemoryLoops::one));
        loops.put("virtual", new Loop(1, 200, MemoryLoops::virtual));
        return loops;
    }

    /** An MLP on noise. */
    private static IntConsumer training(Device on) {
        var model = sequential(image(1, 28, 28), s -> s.flatten().linear(512).relu().linear(512).relu().linear(10)).build(on, seed(1));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        return turn -> step(model, optimizer, Generator.global().normal(0, 1, DType.FLOAT32, on, 64, 1, 28, 28), 64);
    }

    /** Two layers of LSTM over sequences of noise. */
    private static IntConsumer lstm(Device on) {
        var model = sequential(sequence(20, 32), s -> s.lstm(64, o -> o.layers(2)).function("lastStep", x -> x.select(1, -1)).linear(10))
            .build(on, seed(1));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        return turn -> step(model, optimizer, Generator.global().normal(0, 1, DType.FLOAT32, on, 8, 20, 32), 8);
    }

    /** Batches that differ in length, as sentences do. */
    private static IntConsumer lengths(Device on) {
        var model = sequential(features(256), s -> s.linear(512).relu().linear(10)).build(on, seed(1));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        return turn -> {
            int length = 64 + 29 * (turn * 31 % 97);
            step(model, optimizer, Generator.global().normal(0, 1, DType.FLOAT32, on, length, 256), length);
        };
    }

    private static void step(Layer model, Optimizer<?> optimizer, Tensor x, int rows) {
        var loss = crossEntropy(model.forward(x), Generator.global().randint(0, 10, DType.INT64, x.device(), rows));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
    }

    /** One tensor alive at a time, of another size each time. */
    private static IntConsumer one(Device on) {
        var alive = new @Nullable Tensor[1];
        return turn -> alive[0] = Creation.ones(DType.FLOAT32, on, 1 + turn * 7919L % 2_000_000);
    }

    /** A hundred virtual threads that compute a little and stay until all have. */
    private static IntConsumer virtual(Device on) {
        return turn -> {
            var done = new CountDownLatch(THREADS);
            for (int i = 0; i < THREADS; i++) {
                Thread.startVirtualThread(() -> {
                    try {
                        Creation.ones(DType.FLOAT32, on, 8).add(1).exp().sum().item();
                    } finally {
                        done.countDown();
                    }
                });
            }
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
