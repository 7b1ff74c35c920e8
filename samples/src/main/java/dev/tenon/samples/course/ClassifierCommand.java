package dev.tenon.samples.course;

import static dev.tenon.Tenon.*;

import dev.tenon.data.Batch;
import dev.tenon.samples.DeviceOption;
import dev.tenon.samples.digits.OwnDigits;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon classifier}: an image classifier with a layer class of its own and the training loop written out. */
@Command(mixinStandardHelpOptions = true, description = "Classify drawn digits with a convolutional layer class, the loop written out.")
public final class ClassifierCommand implements Callable<Integer> {
    @Option(names = "--images", defaultValue = "4000", description = "digits to learn from; default ${DEFAULT-VALUE}")
    private int images = 4000;

    @Option(names = "--epochs", defaultValue = "3", description = "default ${DEFAULT-VALUE}")
    private int epochs = 3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var on = device.device();
        manualSeed(seed);
        var net = new DigitNet();
        net.to(on);
        System.out.println(net);
        var learnt = OwnDigits.drawn(seed, images).batches(32, b -> b.shuffle(seed));
        var unseen = OwnDigits.drawn(seed + 1, 1000);
        var optimizer = adam(o -> o.lr(1e-3)).over(net.parameters());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double sum = 0;
            for (var batch : learnt) {
                var there = batch.to(on);
                optimizer.zeroGrad();
                var loss = crossEntropy(net.call(there.x()), there.y());
                loss.backward();
                optimizer.step();
                sum += loss.item() * batch.size();
            }
            var measures = evaluate(net, unseen.batches(500), crossEntropy(), accuracy());
            System.out.printf("epoch %d  loss %.4f  test accuracy %.4f%n", epoch, sum / images, measures.of("accuracy"));
        }
        show(net, unseen.take(8).all().to(on));
        return 0;
    }

    private static void show(DigitNet net, Batch some) {
        net.eval();
        var read = noGrad(() -> net.call(some.x()).argmax(1));
        System.out.println("written: " + some.y() + "\nread:    " + read);
    }
}
