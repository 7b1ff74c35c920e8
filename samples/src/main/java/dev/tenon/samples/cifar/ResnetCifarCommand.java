package dev.tenon.samples.cifar;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.data.transform.Images;
import dev.tenon.nn.declare.Chain;
import dev.tenon.nn.declare.Network;
import dev.tenon.samples.DeviceOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tenon resnet-cifar}: the residual network for CIFAR-10, with crops, flips and a learning rate that rises and falls.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. (2016)</a>, section 4.2
 */
@Command(mixinStandardHelpOptions = true,
    description = "Classify CIFAR-10's pictures, or shapes where no --data is given, by a residual network.")
public final class ResnetCifarCommand implements Callable<Integer> {
    /** Shapes to be tested on. */
    private static final int UNSEEN = 500;

    @Option(names = "--data", paramLabel = "DIR", description = "folder with CIFAR-10's binary files")
    private @Nullable Path data;

    @Option(names = "--images", defaultValue = "2000", description = "pictures to learn from, without --data; default ${DEFAULT-VALUE}")
    private int images = 2000;

    @Option(names = "--blocks", defaultValue = "1",
        description = "blocks of a stage: 1 is ResNet-8, 3 ResNet-20, 9 ResNet-56; default ${DEFAULT-VALUE}")
    private int blocks = 1;

    @Option(names = "--epochs", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
    private int epochs = 5;

    @Option(names = "--batch", defaultValue = "64", description = "default ${DEFAULT-VALUE}")
    private int batch = 64;

    @Option(names = "--lr", defaultValue = "0.1", description = "the highest learning rate; default ${DEFAULT-VALUE}")
    private double lr = 0.1;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var on = device.device();
        if (data == null) {
            learn(Shapes.drawn(seed, images), Shapes.drawn(seed + 1, UNSEEN), on);
        } else {
            learn(cifar10(data).train(), cifar10(data).test(), on);
        }
        return 0;
    }

    private void learn(Dataset learnt, Dataset unseen, Device on) {
        var declared = declare();
        System.out.println(declared.summary());
        var net = declared.build(on, seed(seed));
        // What a picture shows does not change when it is moved by a few pixels or mirrored.
        var loader = learnt.batches(batch, b -> b.shuffle(seed).workers(2).dropLast()
            .augment(Images.chain(Images.randomCrop(32, 4), Images.randomHorizontalFlip(0.5))));
        long steps = epochs * loader.size();
        var optimizer = sgd(o -> o.lr(lr).momentum(0.9).weightDecay(5e-4)).over(net.parameters());
        var schedule = oneCycle(o -> o.maxLr(lr).totalSteps(steps)).over(optimizer);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double sum = 0;
            for (var pictures : loader) {
                var there = pictures.to(on);
                optimizer.zeroGrad();
                var loss = crossEntropy(net.call(there.x()), there.y());
                loss.backward();
                optimizer.step();
                schedule.step();
                sum += loss.item();
            }
            double right = evaluate(net, unseen.batches(250), crossEntropy(), accuracy()).of("accuracy");
            System.out.printf("epoch %d  loss %.4f  test accuracy %.4f%n", epoch, sum / loader.size(), right);
        }
    }

    private Network declare() {
        return sequential(image(3, Shapes.SIDE, Shapes.SIDE), s -> s
            .then(x -> conv(x, 16, 3, 1)).batchNorm().relu()
            .then(x -> stage(x, 16, 1)).then(x -> stage(x, 32, 2)).then(x -> stage(x, 64, 2))
            .adaptiveAvgPool2d(1).flatten().linear(Shapes.CLASSES));
    }

    /** Blocks of which the first halves the picture; what goes around that one is halved by a convolution as well. */
    private Chain stage(Chain chain, long channels, long stride) {
        var first = stride == 1 ? chain.residual(b -> body(b, channels, 1))
            : chain.residual(b -> body(b, channels, stride), b -> conv(b, channels, 1, stride).batchNorm());
        return first.relu().repeat(blocks - 1, s -> s.residual(b -> body(b, channels, 1)).relu());
    }

    private static Chain body(Chain chain, long channels, long stride) {
        return chain.then(x -> conv(x, channels, 3, stride)).batchNorm().relu().then(x -> conv(x, channels, 3, 1)).batchNorm();
    }

    private static Chain conv(Chain chain, long channels, long kernel, long stride) {
        return chain.conv2d(channels, c -> c.kernel(kernel).stride(stride).padding(kernel / 2).noBias());
    }
}
