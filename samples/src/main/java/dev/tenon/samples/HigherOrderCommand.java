package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenon higher-order}: the Hessian of Rosenbrock's function, row by row, and a few of Newton's steps with it. */
@Command(mixinStandardHelpOptions = true,
    description = "The Hessian of Rosenbrock's function at (-1.2, 1), by differentiating its gradient.")
final class HigherOrderCommand implements Callable<Integer> {
    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var on = device.device();
        var point = tensor(new double[] {-1.2, 1}).to(on).requiresGrad_();
        var gradient = grad(rosenbrock(point), point, o -> o.createGraph());
        System.out.println("f(x, y) = (1 - x)^2 + 100 (y - x^2)^2 at (-1.2, 1)");
        System.out.println("gradient: " + gradient);
        System.out.println("Hessian:  " + hessian(gradient, point));
        System.out.println("by hand:  [[2 - 400 y + 1200 x^2, -400 x], [-400 x, 200]] = [[1330, 480], [480, 200]]");
        newton(point);
        return 0;
    }

    private static Tensor rosenbrock(Tensor point) {
        var x = point.select(0, 0);
        var y = point.select(0, 1);
        return x.rsub(1).square().plus(y.minus(x.square()).square().times(100));
    }

    /** Row i is the gradient of the gradient's i-th element. */
    private static Tensor hessian(Tensor gradient, Tensor point) {
        var rows = new ArrayList<Tensor>();
        for (int i = 0; i < gradient.size(0); i++) {
            rows.add(grad(gradient.select(0, i), point, o -> o.retainGraph()));
        }
        return stack(rows);
    }

    /** Each step goes to where the gradient would be 0, were the function the parabola that it touches here. */
    private static void newton(Tensor start) {
        var point = start;
        for (int step = 1; step <= 6; step++) {
            var here = point.detach().requiresGrad_();
            var gradient = grad(rosenbrock(here), here, o -> o.createGraph());
            var hessian = hessian(gradient, here);
            point = noGrad(() -> here.sub(linalgSolve(hessian, gradient)));
            System.out.printf("Newton step %d: (%.6f, %.6f)%n", step, point.get(0).item(), point.get(1).item());
        }
    }
}
