package dev.tenon.train;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TwoTrainingsTest {
    private static final int STEPS = 60;

    @Test
    void inTwoThreadsTheyGiveBitwiseWhatTheyGiveAlone() throws Exception {
        var first = train(1);
        var second = train(2);
        var start = new CountDownLatch(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var together = threads.submit(startedTogether(start, 1));
            var besides = threads.submit(startedTogether(start, 2));
            assertThat(together.get()).isEqualTo(first);
            assertThat(besides.get()).isEqualTo(second);
        }
        assertThat(first).isNotEqualTo(second);
    }

    private static Callable<float[]> startedTogether(CountDownLatch start, long seed) {
        return () -> {
            start.countDown();
            start.await();
            return train(seed);
        };
    }

    /** The parameters after a short training, one after the other. */
    private static float[] train(long seed) {
        var net = sequential(image(1, 28, 28), s -> s
            .conv2d(4, c -> c.kernel(3).same()).relu().maxPool2d(2)
            .flatten().linear(32).relu().dropout(0.2).linear(10));
        var model = net.build(Device.CPU, seed(seed));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        var random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            var x = Creation.of(random.doubles(16 * 28 * 28).toArray(), DType.FLOAT32, Device.CPU, 16, 1, 28, 28);
            var y = Creation.of(random.longs(16, 0, 10).toArray(), DType.INT64, Device.CPU, 16);
            optimizer.zeroGrad();
            crossEntropy(model.forward(x), y).backward();
            optimizer.step();
        }
        return cat(model.parameters().stream().map(Tensor::flatten).toList()).toFloatArray();
    }
}
