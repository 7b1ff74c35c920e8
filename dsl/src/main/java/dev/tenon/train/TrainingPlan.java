package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.DataLoader;
import dev.tenon.metric.Metric;
import dev.tenon.nn.AveragedModel;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.optim.GradScaler;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.schedule.Schedule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link TrainingOptions} say, as the trainer goes by it. Not changed once it is there: what changes is a copy. */
final class TrainingPlan implements Cloneable {
    @Nullable DataLoader data;
    @Nullable DataLoader validation;
    @Nullable Loss loss;
    Map<String, TermsStep> steps = Map.of();
    Map<String, OptimizerOf> optimizers = Map.of();
    @Nullable Schedule<?> schedule;
    boolean scheduleSteps;
    String scheduleMeasure = "loss";
    int accumulate = 1;
    double clipNorm = Double.POSITIVE_INFINITY;
    double clipNormType = 2;
    double clipValue = Double.POSITIVE_INFINITY;
    Precision precision = Precision.PLAIN;
    @Nullable Supplier<GradScaler> scaler;
    @Nullable Function<Layer, AveragedModel> average;
    List<Metric> metrics = List.of();
    List<Callback> callbacks = List.of();
    int epochs = 1;
    long stepLimit = Long.MAX_VALUE;
    long batchLimit = Long.MAX_VALUE;
    long validationLimit = Long.MAX_VALUE;
    long validateEvery;
    boolean repeatsBatches;
    boolean fastDevRun;
    @Nullable Path resume;
    boolean resumeMayLack;

    /** Makes the optimizer of a model. */
    @FunctionalInterface
    interface OptimizerOf {
        Optimizer<?> over(Layer model);
    }

    TrainingPlan with(Consumer<TrainingPlan> change) {
        try {
            var copy = (TrainingPlan) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    private static <T> T given(@Nullable T value, String hint) {
        if (value == null) {
            throw new ArgumentException("train: something is missing\n  try:   t -> t." + hint);
        }
        return value;
    }

    /** The steps of this training for {@code only} to hear: nothing is validated, scheduled or resumed. */
    TrainingPlan alone(Callback only, long steps) {
        return with(o -> {
            o.callbacks = List.of(only);
            o.stepLimit = steps;
            o.epochs = Integer.MAX_VALUE;
            o.validation = null;
            o.schedule = null;
            o.average = null;
            o.resume = null;
        });
    }

    DataLoader requireData() {
        return given(data, "data(dataset.batches(64))");
    }

    List<Callback> allCallbacks() {
        return fastDevRun ? callbacks.stream().filter(Callback::inFastDevRun).toList() : callbacks;
    }

    /** What each optimizer makes small, over this model. */
    List<Objective> objectives(Layer model) {
        if (steps.isEmpty()) {
            throw new ArgumentException("train: something is missing\n  try:   t -> t.loss(crossEntropy())");
        }
        if (optimizers.isEmpty()) {
            throw new ArgumentException("train: something is missing\n  try:   t -> t.optimizer(adam(o -> o.lr(1e-3)))");
        }
        if (!steps.keySet().equals(optimizers.keySet())) {
            throw new ArgumentException(
                "train: each optimizer needs a step and each step an optimizer\n  optimizers: " + optimizers.keySet()
                    + "   steps: " + steps.keySet() + "\n  try:   step(name, ...) for each optimizer(name, ...)");
        }
        return optimizers.entrySet().stream().map(of -> new Objective(of.getKey(), given(steps.get(of.getKey()), "step(...)"),
            of.getValue().over(model))).toList();
    }
}
