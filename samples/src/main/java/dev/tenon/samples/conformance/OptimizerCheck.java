package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.Optimizers;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** One optimizer case: the path down Rosenbrock's valley, step by step. */
final class OptimizerCheck {
    private static final double RTOL = 1e-6;
    private static final double ATOL = 1e-9;

    private OptimizerCheck() {}

    static Verdict run(GoldenCase golden, Device device) {
        var optimizer = golden.text("optimizer");
        return Verdicts.of("optimizers", optimizer, golden, () -> Optimizers.names().contains(optimizer),
            () -> check(optimizer, golden, device));
    }

    private static Comparison check(String name, GoldenCase golden, Device device) {
        var comparison = new Comparison(RTOL, ATOL);
        var start = numbers(golden.list("start"));
        var x = Creation.of(start, DType.FLOAT64, device, start.length).requiresGrad_(true);
        var optimizer = Optimizers.create(name, Arguments.resolve(golden.map("args"), List.of()), List.of(x));
        var trajectory = golden.list("trajectory");
        for (int step = 0; step < trajectory.size() && comparison.clean(); step++) {
            optimizer.step(() -> {
                optimizer.zeroGrad();
                var loss = rosenbrock(x);
                loss.backward();
                return loss;
            });
            comparison.values("step " + (step + 1), numbers((List<?>) trajectory.get(step)), x.toDoubleArray());
        }
        return comparison;
    }

    /** The sum over i of {@code 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2}. */
    private static Tensor rosenbrock(Tensor x) {
        long n = x.size(0);
        var head = x.narrow(0, 0, n - 1);
        var tail = x.narrow(0, 1, n - 1);
        return tail.sub(head.square()).square().mul(100).add(head.rsub(1).square()).sum();
    }

    private static double[] numbers(List<?> list) {
        return list.stream().mapToDouble(GoldenTensor::number).toArray();
    }
}
