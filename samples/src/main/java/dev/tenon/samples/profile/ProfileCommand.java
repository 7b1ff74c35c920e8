package dev.tenon.samples.profile;

import static dev.tenon.Tenon.*;

import dev.tenon.nn.Layer;
import dev.tenon.nn.loss.CrossEntropyLoss;
import dev.tenon.optim.Optimizer;
import dev.tenon.profile.Profile;
import dev.tenon.profile.Profiler;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon profile}: the operators and layers of some steps of a small image classifier, by time and memory. */
@Command(mixinStandardHelpOptions = true,
    description = "Train a small image classifier for some steps and print where the time goes, by operator and by layer.")
public final class ProfileCommand implements Callable<Integer> {
    private static final int CLASSES = 10;
    private static final int SIZE = 28;

    @Option(names = "--steps", description = "how many steps, after as many to warm up; default ${DEFAULT-VALUE}")
    private int steps = 10;

    @Option(names = "--batch", description = "images in a step; default ${DEFAULT-VALUE}")
    private int batch = 64;

    @Option(names = "--parts", description = "also what operators are made of")
    private boolean parts;

    @Option(names = "--by-layer", description = "operators of each layer by itself")
    private boolean byLayer;

    @Option(names = "--trace", paramLabel = "FILE", description = "write a trace for chrome://tracing or ui.perfetto.dev")
    private @Nullable Path trace;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var profile = measured();
        System.out.print(byLayer ? profile.byLayer() : profile.toString());
        if (trace != null) {
            profile.chromeTrace(trace);
            System.out.println("trace in " + trace);
        }
        return 0;
    }

    private Profile measured() {
        var on = device.device();
        var model = sequential(image(1, SIZE, SIZE), s -> s.conv2d(16, c -> c.kernel(3).padding(1)).batchNorm().relu().maxPool2d(2)
            .residual(b -> b.conv2d(16, c -> c.kernel(3).padding(1)).batchNorm().relu()).maxPool2d(2).flatten().linear(CLASSES))
            .build(on, seed(1));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        manualSeed(1);
        var images = randn(batch, 1, SIZE, SIZE).to(on);
        var labels = randint(0, CLASSES, batch).to(on);
        steps(model, optimizer, images, labels);
        var profiler = parts ? Profiler.withParts() : new Profiler();
        profiler.record(() -> steps(model, optimizer, images, labels));
        return profiler.profile();
    }

    private void steps(Layer model, Optimizer<?> optimizer, Tensor images, Tensor labels) {
        var loss = new CrossEntropyLoss();
        for (int i = 0; i < steps; i++) {
            optimizer.zeroGrad();
            loss.of(model.call(images), labels).backward();
            optimizer.step();
        }
    }
}
