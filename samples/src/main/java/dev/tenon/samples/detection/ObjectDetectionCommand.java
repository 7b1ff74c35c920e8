package dev.tenon.samples.detection;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.nn.Layer;
import dev.tenon.samples.DeviceOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon object-detection}: learns to find discs, squares and triangles, and to say which is which. */
@Command(mixinStandardHelpOptions = true, description = "Find discs, squares and triangles in drawn scenes by a one-stage detector.")
public final class ObjectDetectionCommand implements Callable<Integer> {
    private static final int UNSEEN = 200;
    private static final String[] KINDS = {"disc", "square", "triangle"};

    @Option(names = "--scenes", defaultValue = "2000", description = "scenes to learn from; default ${DEFAULT-VALUE}")
    private int scenes = 2000;

    @Option(names = "--epochs", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
    private int epochs = 10;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var on = device.device();
        // Scenes are numbered by their seeds; those to be tested on come from the other side of it.
        var learnt = Dataset.of(scenes, i -> Scene.of(seed + i).sample()).cache();
        var net = Detector.declare().build(on, seed(seed));
        var run = train(net, t -> t.data(learnt.batches(32, b -> b.shuffle(seed))).loss(Detector::loss)
            .optimizer(adam(o -> o.lr(2e-3))).epochs(epochs).progress());
        measure(run.model().eval(), on);
        return 0;
    }

    private void measure(Layer net, Device on) {
        int supposed = 0;
        int there = 0;
        int right = 0;
        for (int i = 1; i <= UNSEEN; i++) {
            var scene = Scene.of(seed - i);
            var seen = Detector.seen(net, scene.picture().to(on));
            supposed += seen.size();
            there += scene.truth().size();
            right += Box.right(seen, scene.truth());
            if (i == 1) {
                System.out.println("there is:");
                scene.truth().forEach(ObjectDetectionCommand::show);
                System.out.println("it sees:");
                seen.forEach(ObjectDetectionCommand::show);
            }
        }
        System.out.printf("of %d things in unseen scenes: recall %.3f  precision %.3f%n", there, (double) right / there,
            (double) right / Math.max(1, supposed));
    }

    private static void show(Box box) {
        System.out.printf("  %-8s at (%.1f, %.1f), %.1f wide and %.1f high, sure by %.2f%n", KINDS[box.kind()], box.x(), box.y(),
            box.width(), box.height(), box.score());
    }
}
