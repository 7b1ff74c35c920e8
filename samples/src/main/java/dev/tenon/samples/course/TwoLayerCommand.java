package dev.tenon.samples.course;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.data.Batch;
import dev.tenon.nn.Layer;
import dev.tenon.nn.declare.Network;
import dev.tenon.samples.DeviceOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon two-layer}: a net of two layers tells three spirals apart, is saved, and is loaded into another one. */
@Command(mixinStandardHelpOptions = true, description = "Train a net of two layers on three spirals, save it, load it, and compare.")
public final class TwoLayerCommand implements Callable<Integer> {
    private static final int ARMS = 3;
    private static final int POINTS = 100;

    @Option(names = "--steps", defaultValue = "500", description = "steps over all points; default ${DEFAULT-VALUE}")
    private int steps = 500;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Option(names = "--save", paramLabel = "FILE",
        description = "where to write the parameters, as safetensors; a file that is deleted otherwise")
    private @Nullable Path save;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        var on = device.device();
        var declared = sequential(features(2), s -> s.linear(100).relu().linear(ARMS));
        System.out.println(declared.summary());
        var net = declared.build(on, seed(seed));
        var points = spirals().to(on);
        learn(net, points);
        var file = save == null ? Files.createTempFile("two-layer", ".safetensors") : save;
        try {
            net.save(file);
            compare(declared, net, file, points);
        } finally {
            if (save == null) {
                Files.delete(file);
            }
        }
        return 0;
    }

    private void learn(Layer net, Batch points) {
        var optimizer = adam(o -> o.lr(1e-2)).over(net.parameters());
        for (int step = 1; step <= steps; step++) {
            optimizer.zeroGrad();
            var loss = crossEntropy(net.call(points.x()), points.y());
            loss.backward();
            optimizer.step();
            if (step == 1 || step % 100 == 0) {
                System.out.printf("step %3d  loss %.4f  accuracy %.4f%n", step, loss.item(), accuracy(net, points));
            }
        }
    }

    /** Another net of the same declaration starts with other values; with those of the file it is the same. */
    private void compare(Network declared, Layer net, Path file, Batch points) throws IOException {
        var other = declared.build(points.x().device(), seed(seed + 1));
        System.out.printf("another net before it loads:  accuracy %.4f%n", accuracy(other, points));
        other.load(file);
        var difference = noGrad(() -> net.call(points.x()).sub(other.call(points.x())).abs().amax());
        System.out.printf("and with the %d bytes saved:  accuracy %.4f, largest difference %.1f%n", Files.size(file),
            accuracy(other, points), difference.item());
    }

    private static double accuracy(Layer net, Batch points) {
        return noGrad(() -> net.call(points.x()).argmax(1).eq(points.y()).to(DType.FLOAT32).mean()).item();
    }

    /** Three arms that wind around each other, each a little frayed. */
    private Batch spirals() {
        var random = new SplittableRandom(seed);
        var x = new double[ARMS * POINTS][];
        var y = new long[ARMS * POINTS];
        for (int i = 0; i < x.length; i++) {
            y[i] = i / POINTS;
            double radius = (i % POINTS + 1) / (double) POINTS;
            double angle = 4 * radius + 2 * Math.PI * y[i] / ARMS + 0.15 * random.nextGaussian();
            x[i] = new double[] {radius * Math.sin(angle), radius * Math.cos(angle)};
        }
        return new Batch(tensor(x), tensor(y));
    }
}
