package dev.tenon.samples.bits;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.declare.Network;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/** Short trainings of five architectures from one seed; each gives its parameters. */
final class BitsTrainings {
    static final String PREFIX = "training: ";
    private static final int STEPS = 12;
    private static final int BATCH = 16;

    private BitsTrainings() {}

    static Map<String, Supplier<List<Tensor>>> all() {
        var all = new LinkedHashMap<String, Supplier<List<Tensor>>>();
        all.put(PREFIX + "perceptron", () -> network(sequential(image(1, 28, 28), s -> s.flatten().linear(48).relu().linear(10))));
        all.put(PREFIX + "convolutions", () -> network(sequential(image(1, 28, 28), s -> s
            .conv2d(4, c -> c.kernel(3).same()).relu().maxPool2d(2).flatten().linear(32).relu().dropout(0.2).linear(10))));
        all.put(PREFIX + "one output", BitsTrainings::oneOutput);
        all.put(PREFIX + "smooth functions", BitsTrainings::smooth);
        all.put(PREFIX + "attention", BitsTrainings::attention);
        return all;
    }

    private static List<Tensor> network(Network network) {
        var model = network.build(Device.CPU, seed(3));
        var classes = Creation.of(new Random(4).longs(BATCH, 0, 10).toArray(), DType.INT64, Device.CPU, BATCH);
        return trained(model.parameters(), step -> crossEntropy(model.forward(normal(step, BATCH, 1, 28, 28)), classes));
    }

    private static List<Tensor> oneOutput() {
        var parameters = List.of(leaf(5, 1, 784), leaf(6, 1));
        var wanted = normal(7, BATCH, 1);
        return trained(parameters,
            step -> normal(step, BATCH, 784).linear(parameters.get(0), parameters.get(1)).sub(wanted).square().mean());
    }

    private static List<Tensor> smooth() {
        var parameters = List.of(leaf(8, 24, 31), leaf(9, 31, 17), leaf(10, 17, 5));
        return trained(parameters, step -> {
            var x = normal(step, BATCH, 24).matmul(parameters.get(0)).softplus().matmul(parameters.get(1));
            var y = x.sub(x.mean(0)).div(x.var(0).add(1).sqrt()).gelu().matmul(parameters.get(2));
            return y.sin().add(y.sigmoid().log()).add(y.abs().add(1).pow(1.5)).add(y.exp().log1p()).mean();
        });
    }

    private static List<Tensor> attention() {
        var parameters = List.of(leaf(11, 20, 20), leaf(12, 20, 20), leaf(13, 20, 20), leaf(14, 20), leaf(15, 20));
        return trained(parameters, step -> {
            var x = normal(step, 3, 7, 20).layerNorm(new long[] {20}, parameters.get(3), parameters.get(4));
            var weights = x.matmul(parameters.get(0)).matmul(x.matmul(parameters.get(1)).transpose(1, 2)).softmax(2);
            return weights.matmul(x.matmul(parameters.get(2))).logSoftmax(2).square().mean();
        });
    }

    private static List<Tensor> trained(List<Tensor> parameters, Function<Integer, Tensor> loss) {
        manualSeed(2);
        var optimizer = adam(o -> o.lr(1e-2)).over(parameters);
        for (int step = 0; step < STEPS; step++) {
            optimizer.zeroGrad();
            loss.apply(step).backward();
            optimizer.step();
        }
        return parameters;
    }

    private static Tensor leaf(long seed, long... shape) {
        return normal(seed, shape).mul(0.1).requiresGrad_(true);
    }

    private static Tensor normal(long seed, long... shape) {
        var random = new Random(100 + seed);
        var values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.setAll(values, i -> random.nextGaussian());
        return Creation.of(values, DType.FLOAT32, Device.CPU, shape);
    }
}
