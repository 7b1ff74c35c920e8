package dev.tenon.samples.heat;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tenon heat-equation}: a rod of length 1, warm in the middle and cooled at both ends, by a network u(x, t) that is trained on the
 * equation {@code du/dt = a d²u/dx²} alone and never sees a solution (a physics-informed network).
 *
 * @see <a href="https://arxiv.org/abs/1711.10561">Raissi, Perdikaris and Karniadakis (2017)</a>
 */
@Command(mixinStandardHelpOptions = true, description = "Solve the heat equation with a network, and compare with the analytic solution.")
public final class HeatEquationCommand implements Callable<Integer> {
    private static final double DIFFUSIVITY = 0.1;
    /** Where the equation must hold in a step: points drawn anew inside, at the start, and at the ends of the rod. */
    private static final long INSIDE = 256;
    private static final long BORDER = 64;
    /** The conditions decide which of all solutions is learnt, so they weigh more than the equation. */
    private static final double WEIGHT = 10;
    private static final int GRID = 41;

    @Option(names = "--steps", defaultValue = "1500", description = "default ${DEFAULT-VALUE}")
    private int steps = 1500;

    @Option(names = "--lr", defaultValue = "0.005", description = "Adam's learning rate, which falls to 0; default ${DEFAULT-VALUE}")
    private double lr = 5e-3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    private Device on = cpu();

    @Override
    public Integer call() {
        manualSeed(seed);
        on = device.device();
        var net = sequential(features(2), s -> s.linear(32).tanh().linear(32).tanh().linear(32).tanh().linear(1))
            .build(on, seed(seed));
        var optimizer = adam(o -> o.lr(lr)).over(net.parameters());
        var schedule = cosineAnnealing(o -> o.tMax(steps)).over(optimizer);
        for (int step = 1; step <= steps; step++) {
            optimizer.zeroGrad();
            var loss = equation(net).add(conditions(net).mul(WEIGHT));
            loss.backward();
            optimizer.step();
            schedule.step();
            if (step == 1 || step % 250 == 0) {
                System.out.printf("step %4d  loss %.6f%n", step, loss.item());
            }
        }
        compare(net);
        return 0;
    }

    /** How far du/dt is from a d²u/dx²: the derivatives are autograd's, and the loss is differentiated once more by the parameters. */
    private Tensor equation(Layer net) {
        var x = rand(INSIDE, 1).to(on).requiresGrad_();
        var t = rand(INSIDE, 1).to(on).requiresGrad_();
        // Each u depends on its own x and t only, so the gradient of the sum holds the derivative of each.
        var u = temperature(net, x, t).sum();
        var byTime = differentiableGrad(u, t);
        var byPlace = differentiableGrad(u, x);
        var curvature = differentiableGrad(byPlace.sum(), x);
        return byTime.sub(curvature.mul(DIFFUSIVITY)).square().mean();
    }

    /** At the start sin(pi x), at both ends 0. */
    private Tensor conditions(Layer net) {
        var x = rand(BORDER, 1).to(on);
        var start = mseLoss(temperature(net, x, zeros(BORDER, 1).to(on)), x.mul(Math.PI).sin());
        var end = randint(0, 2, BORDER, 1).to(x.dtype()).to(on);
        return start.add(temperature(net, end, rand(BORDER, 1).to(on)).square().mean());
    }

    private static Tensor temperature(Layer net, Tensor x, Tensor t) {
        return net.call(cat(List.of(x, t), 1));
    }

    private void compare(Layer net) {
        var grid = linspace(0, 1, GRID);
        var points = cartesianProd(List.of(grid, grid)).to(on);
        var x = points.narrow(1, 0, 1);
        var t = points.narrow(1, 1, 1);
        var learnt = noGrad(() -> temperature(net, x, t));
        var exact = t.mul(-DIFFUSIVITY * Math.PI * Math.PI).exp().mul(x.mul(Math.PI).sin());
        System.out.println("in the middle of the rod, at time   0 .25 .5 .75 1");
        System.out.println("learnt " + middle(learnt));
        System.out.println("exact  " + middle(exact));
        var error = learnt.sub(exact);
        System.out.printf("relative error %.5f   largest error %.5f%n", error.norm().item() / exact.norm().item(),
            error.abs().amax().item());
    }

    private static Tensor middle(Tensor u) {
        return u.view(GRID, GRID).get(at(GRID / 2), slice(0, GRID, GRID / 4));
    }
}
