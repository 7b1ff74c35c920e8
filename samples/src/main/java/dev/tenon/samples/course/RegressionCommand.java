package dev.tenon.samples.course;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon regression}: linear regression from scratch, first with gradients worked out by hand, then with those of autograd. */
@Command(mixinStandardHelpOptions = true, description = "Fit y = 2 a - 3.4 b + 4.2 from scratch, with gradients by hand and by autograd.")
public final class RegressionCommand implements Callable<Integer> {
    private static final int POINTS = 500;
    private static final double NOISE = 0.01;

    @Option(names = "--steps", defaultValue = "100", description = "steps of gradient descent; default ${DEFAULT-VALUE}")
    private int steps = 100;

    @Option(names = "--lr", defaultValue = "0.1", description = "the learning rate; default ${DEFAULT-VALUE}")
    private double lr = 0.1;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    /** What is learnt: {@code prediction = x weight + bias}. */
    private record Line(Tensor weight, Tensor bias) {
        static Line flat(Device on) {
            return new Line(zeros(2, 1).to(on), zeros(1).to(on));
        }

        Tensor at(Tensor x) {
            return x.matmul(weight).add(bias);
        }

        double differenceTo(Line other) {
            return Math.max(weight.sub(other.weight).abs().amax().item(), bias.sub(other.bias).abs().amax().item());
        }
    }

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        manualSeed(seed);
        var on = device.device();
        var x = randn(POINTS, 2).to(on);
        var truth = new Line(tensor(new double[][] {{2}, {-3.4}}).to(on), tensor(new double[] {4.2}).to(on));
        var y = truth.at(x).add(randn(POINTS, 1).mul(NOISE).to(on));
        var hand = byHand(x, y);
        var automatic = byAutograd(x, y);
        System.out.printf("largest error of a coefficient:  %.4f by hand, %.4f by autograd%n", hand.differenceTo(truth),
            automatic.differenceTo(truth));
        System.out.printf("largest difference between both: %.1e%n", hand.differenceTo(automatic));
        return 0;
    }

    private Line byHand(Tensor x, Tensor y) {
        var line = Line.flat(x.device());
        for (int step = 1; step <= steps; step++) {
            var error = line.at(x).sub(y);
            // The loss is the mean of error^2: its derivative by a prediction is 2 error / n, and the chain rule does the rest.
            var slope = error.mul(2.0 / POINTS);
            line.weight.sub_(x.t().matmul(slope), lr);
            line.bias.sub_(slope.sum(0), lr);
            report("by hand", step, error.square().mean());
        }
        return line;
    }

    private Line byAutograd(Tensor x, Tensor y) {
        var line = Line.flat(x.device());
        var learnt = List.of(line.weight.requiresGrad_(), line.bias.requiresGrad_());
        for (int step = 1; step <= steps; step++) {
            var loss = mseLoss(line.at(x), y);
            loss.backward();
            // A step of the optimizer is no part of what is differentiated.
            noGrad(() -> learnt.forEach(parameter -> parameter.sub_(parameter.gradient(), lr)));
            learnt.forEach(Tensor::zeroGrad);
            report("by autograd", step, loss);
        }
        return new Line(line.weight.detach(), line.bias.detach());
    }

    private void report(String way, int step, Tensor loss) {
        if (step == 1 || step % 25 == 0) {
            System.out.printf("%-12s step %3d  loss %.6f%n", way, step, loss.item());
        }
    }
}
