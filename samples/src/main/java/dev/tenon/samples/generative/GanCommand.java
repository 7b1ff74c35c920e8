package dev.tenon.samples.generative;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.optim.Optimizer;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tenon gan}: a generator learns to make points like those of eight clusters on a circle, from nothing but the opinion of a
 * discriminator, which learns at the same time with an optimizer of its own.
 *
 * @see <a href="https://arxiv.org/abs/1406.2661">Goodfellow et al. (2014)</a>
 */
@Command(mixinStandardHelpOptions = true,
    description = "Two networks against each other: one makes points of eight clusters, one tells them apart.")
public final class GanCommand implements Callable<Integer> {
    private static final int CLUSTERS = 8;
    private static final double RADIUS = 2;
    private static final double SPREAD = 0.1;
    private static final long BATCH = 256;
    private static final long NOISE = 8;

    @Option(names = "--steps", defaultValue = "3000", description = "default ${DEFAULT-VALUE}")
    private int steps = 3000;

    @Option(names = "--lr", defaultValue = "0.001", description = "of both; default ${DEFAULT-VALUE}")
    private double lr = 1e-3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    private Device on = cpu();

    @Override
    public Integer call() {
        manualSeed(seed);
        on = device.device();
        var generator = sequential(features(NOISE), s -> s.linear(128).relu().linear(128).relu().linear(2)).build(on, seed(seed));
        var discriminator = sequential(features(2), s -> s.linear(128).leakyRelu(0.2).linear(128).leakyRelu(0.2).linear(1))
            .build(on, seed(seed + 1));
        // A momentum of 0.5: what the other network did ten steps ago says little.
        var making = adam(o -> o.lr(lr).betas(0.5, 0.999)).over(generator.parameters());
        var judging = adam(o -> o.lr(lr).betas(0.5, 0.999)).over(discriminator.parameters());
        for (int step = 1; step <= steps; step++) {
            double judged = judge(discriminator, judging, generator);
            double made = make(generator, making, discriminator);
            if (step % 500 == 0) {
                System.out.printf("step %4d  discriminator %.3f  generator %.3f  %s%n", step, judged, made, covered(generator));
            }
        }
        return 0;
    }

    /** The discriminator learns to say 1 of real points and 0 of made ones; the generator is a constant here. */
    private double judge(Layer discriminator, Optimizer<?> optimizer, Layer generator) {
        var made = noGrad(() -> generator.call(noise(BATCH)));
        optimizer.zeroGrad();
        var loss = opinion(discriminator, real(), 1).add(opinion(discriminator, made, 0));
        loss.backward();
        optimizer.step();
        return loss.item();
    }

    /** The generator learns to be called real; the discriminator's gradients of this pass are thrown away before its own next one. */
    private double make(Layer generator, Optimizer<?> optimizer, Layer discriminator) {
        optimizer.zeroGrad();
        var loss = opinion(discriminator, generator.call(noise(BATCH)), 1);
        loss.backward();
        optimizer.step();
        return loss.item();
    }

    private static Tensor opinion(Layer discriminator, Tensor points, double truth) {
        var said = discriminator.call(points);
        return binaryCrossEntropyWithLogits(said, fullLike(said, truth));
    }

    private Tensor noise(long points) {
        return randn(points, NOISE).to(on);
    }

    private Tensor real() {
        return centres().get(randint(0, CLUSTERS, BATCH).to(on)).add(randn(BATCH, 2).to(on).mul(SPREAD));
    }

    private Tensor centres() {
        var angles = arange(CLUSTERS).to(on).mul(2 * Math.PI / CLUSTERS);
        return stack(List.of(angles.cos(), angles.sin()), 1).mul(RADIUS);
    }

    /** A point is good within four deviations of a cluster's centre; a cluster is found if it has a thirtieth of the points. */
    private String covered(Layer generator) {
        long points = 2000;
        var nearest = noGrad(() -> cdist(generator.call(noise(points)), centres())).min(1);
        var good = nearest.values().lt(4 * SPREAD);
        var found = nearest.indices().get(good).bincount(null, CLUSTERS).gt((double) points / 30).sum();
        return "good points %.3f  clusters found %d".formatted(good.sum().item() / points, found.itemLong());
    }
}
