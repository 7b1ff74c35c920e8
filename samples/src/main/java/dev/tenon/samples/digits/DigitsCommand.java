package dev.tenon.samples.digits;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.nn.declare.Network;
import dev.tenon.samples.DeviceOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon digits}: declares a network, trains it on handwritten digits and says how well it reads others. */
@Command(mixinStandardHelpOptions = true, description = "Learn to read handwritten digits. Without --data, digits are drawn first.")
public final class DigitsCommand implements Callable<Integer> {
    /** The two networks. */
    enum Model {
        MLP, CNN
    }

    /** With a few thousand images this is worth more than another hidden layer. It keeps the loss above 0.50. */
    private static final double LABEL_SMOOTHING = 0.1;

    @Option(names = "--data", paramLabel = "DIR", description = "folder with MNIST's train-* and t10k-* files, plain or gzip")
    private @Nullable Path data;

    @Option(names = "--test", paramLabel = "DIR", description = "measure on the t10k-* files of this folder instead")
    private @Nullable Path test;

    @Option(names = "--model", paramLabel = "mlp|cnn", defaultValue = "mlp",
        description = "fully connected or convolutional; default ${DEFAULT-VALUE}")
    private Model model = Model.MLP;

    @Option(names = "--epochs", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
    private int epochs = 5;

    @Option(names = "--batch", defaultValue = "64", description = "default ${DEFAULT-VALUE}")
    private int batch = 64;

    @Option(names = "--lr", defaultValue = "0.001", description = "Adam's learning rate; default ${DEFAULT-VALUE}")
    private double lr = 1e-3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Option(names = "--limit", paramLabel = "N", description = "learn from the first N digits only, and be tested on as many at most")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--save", paramLabel = "FILE", description = "write the trained parameters as safetensors")
    private @Nullable Path save;

    @Option(names = "--losses", paramLabel = "FILE", description = "write the loss of every step, one a line, to compare two devices")
    private @Nullable Path losses;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        // Before the digits are drawn, which takes its time.
        var on = device.device();
        if (data != null) {
            learn(data, on);
            return 0;
        }
        var folder = Files.createTempDirectory("tenon-digits");
        try {
            int drawn = Math.clamp(limit, 1, OwnDigits.TRAIN);
            int unseen = Math.clamp(limit, 1, OwnDigits.TEST);
            OwnDigits.write(folder, seed, drawn, unseen);
            System.out.printf("drew %d digits to learn from and %d to be tested on%n", drawn, unseen);
            learn(folder, on);
        } finally {
            OwnDigits.delete(folder);
        }
        return 0;
    }

    private void learn(Path folder, Device on) throws IOException {
        var network = declaration();
        System.out.println(network.summary());
        var digits = mnist(folder);
        var unseen = (test == null ? digits.test() : mnist(test).test()).take(limit);
        var run = train(network.build(on, seed(seed)), t -> t
            .data(digits.train().take(limit).batches(batch, b -> b.shuffle(seed)))
            .validate(unseen.batches(512))
            .loss(crossEntropy(o -> o.labelSmoothing(LABEL_SMOOTHING))).optimizer(adam(o -> o.lr(lr)))
            .metrics(accuracy()).epochs(epochs).progress());
        System.out.println(LossCurve.of(run.history().losses()));
        if (losses != null) {
            Files.write(losses, Arrays.stream(run.history().losses()).mapToObj(Double::toString).toList());
        }
        if (save != null) {
            run.model().save(save);
        }
        long right = Math.round(run.history().last("accuracy") * unseen.size());
        System.out.printf("test accuracy %.4f (%d/%d)%n", (double) right / unseen.size(), right, unseen.size());
    }

    private Network declaration() {
        return switch (model) {
            case MLP -> sequential(image(1, 28, 28), s -> s.flatten().linear(512).relu().linear(512).relu().linear(10));
            case CNN -> sequential(image(1, 28, 28), s -> s
                .conv2d(32, c -> c.kernel(3).same()).relu().maxPool2d(2)
                .conv2d(64, c -> c.kernel(3).same()).relu().maxPool2d(2)
                .flatten().linear(128).relu().linear(10));
        };
    }
}
