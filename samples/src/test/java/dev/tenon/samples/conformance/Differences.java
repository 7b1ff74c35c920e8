package dev.tenon.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;

/**
 * Gradients of a function of float64 tensors against central differences, of the first and of the second order. A gradient is held to the
 * difference quotients in random directions, each of which all its elements take part in.
 */
final class Differences {
    private static final double STEP = 1e-5;
    private static final int DIRECTIONS = 2;

    private final UnaryOperator<List<Tensor>> f;
    private final List<Tensor> point;

    Differences(UnaryOperator<List<Tensor>> f, List<Tensor> point) {
        this.f = f;
        this.point = point.stream().map(Tensor::detach).toList();
    }

    void check() {
        compare("gradient", values(), gradients(leaves(point), false), 1e-6);
        var second = new Differences(x -> gradients(leaves(x), true), point);
        var gradientsOfGradients = second.gradients(leaves(point), false);
        compare("second gradient", second.values(), gradientsOfGradients, 1e-5);
    }

    /** The weighted sum of all results, as a function of the point. */
    private UnaryOperator<List<Tensor>> values() {
        return x -> List.of(weighted(f.apply(leaves(x))));
    }

    private static List<Tensor> leaves(List<Tensor> point) {
        return point.stream().map(x -> x.requiresGrad() ? x : x.clone().requiresGrad_(true)).toList();
    }

    private List<Tensor> gradients(List<Tensor> leaves, boolean createGraph) {
        var total = weighted(f.apply(leaves));
        if (!total.requiresGrad()) {
            return leaves.stream().map(Differences::zeros).toList();
        }
        var grads = Autograd.grad(List.of(total), leaves, null, createGraph, createGraph, true);
        var result = new ArrayList<Tensor>();
        for (int i = 0; i < leaves.size(); i++) {
            var grad = grads.get(i);
            result.add(grad == null ? zeros(leaves.get(i)) : grad);
        }
        return result;
    }

    private static Tensor zeros(Tensor like) {
        return Creation.zeros(DType.FLOAT64, Device.CPU, like.shape().toArray());
    }

    private static Tensor weighted(List<Tensor> values) {
        var total = Creation.zeros(DType.FLOAT64, Device.CPU);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).dtype().isFloating()) {
                total = total.add(values.get(i).mul(random(values.get(i), 100 + i)).sum());
            }
        }
        return total;
    }

    private void compare(String what, UnaryOperator<List<Tensor>> function, List<Tensor> gradients, double tolerance) {
        for (int which = 0; which < point.size(); which++) {
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                var along = random(point.get(which), 17 * which + direction);
                double expected = quotient(function, which, along);
                double scale = Math.max(1, Math.abs(expected));
                assertThat(gradients.get(which).mul(along).sum().item()).as(what + " of tensor " + which)
                    .isCloseTo(expected, Offset.offset(tolerance * scale));
            }
        }
    }

    /** Two step sizes, whose errors of third order cancel. */
    private double quotient(UnaryOperator<List<Tensor>> function, int which, Tensor along) {
        double wide = (value(function, which, along, 2 * STEP) - value(function, which, along, -2 * STEP)) / (4 * STEP);
        double narrow = (value(function, which, along, STEP) - value(function, which, along, -STEP)) / (2 * STEP);
        return (4 * narrow - wide) / 3;
    }

    private double value(UnaryOperator<List<Tensor>> function, int which, Tensor along, double step) {
        var moved = new ArrayList<>(point);
        moved.set(which, point.get(which).add(along.mul(step)));
        return function.apply(moved).getFirst().item();
    }

    private static Tensor random(Tensor like, long seed) {
        var random = new Random(seed);
        var values = new double[(int) like.numel()];
        Arrays.setAll(values, i -> random.nextDouble(-1, 1));
        return Creation.of(values, DType.FLOAT64, Device.CPU, like.shape().toArray());
    }
}
