package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Optimizers;
import dev.tenon.optim.schedule.Schedulers;
import dev.tenon.tensor.Creation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A learning-rate schedule case: the rates before the first and after every step. */
final class SchedulerCheck {
    private static final double RTOL = 1e-8;
    private static final double ATOL = 1e-9;

    private SchedulerCheck() {}

    static Verdict run(GoldenCase golden) {
        var scheduler = golden.text("scheduler");
        return Verdicts.of("schedulers", scheduler, golden, () -> Schedulers.names().contains(scheduler), () -> check(scheduler, golden));
    }

    private static Comparison check(String name, GoldenCase golden) {
        var comparison = new Comparison(RTOL, ATOL);
        var optimizer = optimizer(golden.number("base_lr"));
        var scheduler = Schedulers.create(name, Arguments.resolve(golden.map("args"), List.of()), optimizer);
        var lrs = golden.list("lrs");
        for (int step = 0; step < lrs.size() && comparison.clean(); step++) {
            if (step > 0) {
                optimizer.step();
                scheduler.step();
            }
            comparison.values("step " + step, new double[] {GoldenTensor.number(lrs.get(step))}, new double[] {optimizer.lr()});
        }
        return comparison;
    }

    /** One that has a momentum to cycle. */
    private static Optimizer<?> optimizer(double lr) {
        var settings = new LinkedHashMap<String, @Nullable Object>(Map.of("lr", lr, "momentum", 0.9));
        return Optimizers.create("SGD", settings, List.of(Creation.full(new long[] {1}, 1.0, DType.FLOAT64, Device.CPU)
            .requiresGrad_(true)));
    }
}
