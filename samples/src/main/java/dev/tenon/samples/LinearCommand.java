package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.data.Dataset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon linear}: the smallest training loop, written out. */
@Command(mixinStandardHelpOptions = true, description = "Fit y = 2x + 1 to noisy points with one linear layer.")
final class LinearCommand implements Callable<Integer> {
    @Option(names = "--epochs", defaultValue = "200", description = "passes over the 100 points; default ${DEFAULT-VALUE}")
    private int epochs = 200;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        manualSeed(seed);
        var on = device.device();
        var x = rand(100, 1).times(10);
        var y = x.times(2).plus(1).plus(randn(100, 1).times(0.1));
        var loader = Dataset.of(x, y).batches(10, b -> b.shuffle());
        var model = sequential(features(1), s -> s.linear(1)).build(on, seed(seed));
        var optimizer = sgd(o -> o.lr(0.01)).over(model.parameters());
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double loss = 0;
            for (var points : loader) {
                var there = points.to(on);
                var error = mseLoss(model.call(there.x()), there.y());
                optimizer.zeroGrad();
                error.backward();
                optimizer.step();
                loss = error.item();
            }
            if (epoch == 1 || epoch % 50 == 0) {
                System.out.printf("epoch %3d  loss %.5f%n", epoch, loss);
            }
        }
        System.out.printf("prediction for x = 5: %.3f (2x + 1 = 11)%n", model.call(tensor(new double[][] {{5}}).to(on)).item());
        return 0;
    }
}
