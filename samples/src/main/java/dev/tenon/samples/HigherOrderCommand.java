package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tenon higher-order}: the Hessian of Rosenbrock's function, row by row, and a few of Newton's steps with it. */
@Command(mixinStandardHelpOptions = true,
    description = "The Hessian of Rosenbrock's function at (-1.2, 1), by differentiating its gradient.")
final class HigherOrderCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var point = tensor(new double[] {-1.2, 1}).requiresGrad_(true);
        var gradient = differentiableGrad(rosenbrock(point), point);
        System.out.println("f(x, y) = (1 - x)^2 + 100 (y - x^2)^2 at (-1.2, 1)");
        System.out.println("gradient: " + gradient);
        System.out.println("Hessian:  " + hessian(gradient, point));
        System.out.println("by hand:  [[2 - 400 y + 1200 x^2, -400 x], [-400 x, 200]] = [[1330, 480], [480, 200]]");
        newton(-1.2, 1);
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
            var row = Autograd.grad(List.of(gradient.select(0, i)), List.of(point), null, true, false, false).getFirst();
            rows.add(row == null ? zerosLike(point) : row);
        }
        return stack(rows);
    }

    private static void newton(double startX, double startY) {
        double x = startX;
        double y = startY;
        for (int step = 1; step <= 6; step++) {
            var point = tensor(new double[] {x, y}).requiresGrad_(true);
            var gradient = differentiableGrad(rosenbrock(point), point);
            var h = hessian(gradient, point).toDoubleArray();
            var g = gradient.toDoubleArray();
            double determinant = h[0] * h[3] - h[1] * h[2];
            x -= (h[3] * g[0] - h[1] * g[1]) / determinant;
            y -= (h[0] * g[1] - h[2] * g[0]) / determinant;
            System.out.printf("Newton step %d: (%.6f, %.6f)%n", step, x, y);
        }
    }
}
