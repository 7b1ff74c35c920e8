package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.Batch;
import dev.tenon.nn.AveragedModel;
import dev.tenon.nn.Layer;
import dev.tenon.optim.GradScaler;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.schedule.Scheduler;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A training as a {@link Callback} sees it. */
public final class TrainingContext {
    final Layer model;
    final TrainingPlan plan;
    final Map<String, Optimizer<?>> optimizers = new LinkedHashMap<>();
    final History history = new History();
    final Meter meter;
    List<Scheduler> schedulers = List.of();
    @Nullable AveragedModel average;
    @Nullable GradScaler scaler;
    Position position = Position.START;
    int epoch;
    long batches;
    double loss = Double.NaN;
    @Nullable LossTerms terms;
    @Nullable Batch batch;
    @Nullable Measures validation;
    @Nullable String stopReason;
    Consumer<Path> writer = _ -> {};
    private final Map<String, Double> logged = new LinkedHashMap<>();

    TrainingContext(Layer model, TrainingPlan plan) {
        this.model = model;
        this.plan = plan;
        this.meter = new Meter(plan.metrics);
    }

    // ---- what trains ------------------------------------------------------------------------------------------------

    public Layer model() {
        return model;
    }

    /** The optimizer, or the first of several. */
    public Optimizer<?> optimizer() {
        return optimizers.values().iterator().next();
    }

    /** The optimizers by name; the only one has an empty name. */
    public Map<String, Optimizer<?>> optimizers() {
        return Collections.unmodifiableMap(optimizers);
    }

    /** The schedulers, one for each optimizer; none without a schedule. */
    public List<Scheduler> schedulers() {
        return schedulers;
    }

    /** The average of the weights, or null without one. */
    public @Nullable AveragedModel average() {
        return average;
    }

    /** What scales the loss, or null without it. */
    public @Nullable GradScaler scaler() {
        return scaler;
    }

    // ---- where it is ------------------------------------------------------------------------------------------------

    /** The number of the present epoch from 1; in {@link Callback#epochEnds} that of the epoch that ended. */
    public int epoch() {
        return epoch;
    }

    /** How many epochs are complete. */
    public int completeEpochs() {
        return position.epoch();
    }

    /** How many epochs there will be. */
    public int epochs() {
        return plan.epochs;
    }

    /** How many batches of the epoch are done. */
    public long batchNumber() {
        return position.batch();
    }

    /** How many batches an epoch has; {@link Long#MAX_VALUE} where nobody knows. */
    public long batches() {
        return batches;
    }

    /** How many steps have been taken, those before a resumed checkpoint included. */
    public long step() {
        return position.step();
    }

    /** The batch of the step, the last one of several; null between steps. */
    public @Nullable Batch batch() {
        return batch;
    }

    /** What the model gave for the batch; null between steps, and where the step does not say. */
    public @Nullable Tensor output() {
        return terms == null ? null : terms.output();
    }

    /** With what {@link #output} is compared; null between steps, and where the step does not say. */
    public @Nullable Tensor target() {
        return terms == null ? null : terms.target();
    }

    /** The loss of the batch with its terms; null between steps. */
    public @Nullable LossTerms terms() {
        return terms;
    }

    /** Whether there is validation data. */
    public boolean validates() {
        return plan.validation != null;
    }

    /** The settings by name, for people to read. */
    public Map<String, String> settings() {
        return TrainingSettings.of(this);
    }

    // ---- what it came to --------------------------------------------------------------------------------------------

    /** The loss of the last batch, and after a step that of the step, which is the mean over its batches; NaN before the first. */
    public double loss() {
        return loss;
    }

    public History history() {
        return history;
    }

    /** The measures of the present epoch so far. */
    public Measures measures() {
        return meter.measures();
    }

    /** The measures of the last validation; null before the first. */
    public @Nullable Measures validation() {
        return validation;
    }

    /**
     * The latest measure: of the last validation if there is validation data, otherwise of the last epoch.
     *
     * @param name a metric's name, or {@code loss}; {@code training loss} and {@code validation loss} say which is meant
     * @throws ArgumentException if there is no such measure
     */
    public double measure(String name) {
        var validated = validation;
        if (validated != null && !name.startsWith("training ")) {
            return validated.of(name.startsWith("validation ") ? name.substring("validation ".length()) : name);
        }
        if (history.epochs().isEmpty()) {
            throw new ArgumentException("measures: there is no '" + name + "' before the first epoch is complete");
        }
        return history.epochs().getLast().of(name);
    }

    /** Whether more of a measure is better, as the metric of that name says; less is better of a loss and its terms. */
    public boolean higherIsBetter(String measure) {
        var name = measure.replaceFirst("^(training|validation) ", "");
        return plan.metrics.stream().filter(metric -> name.equals(metric.name()) || name.startsWith(metric.name() + "/"))
            .anyMatch(metric -> metric.higherIsBetter());
    }

    /** The loss of a batch with its terms, of the first of several optimizers, computed for whoever asks: nothing is counted. */
    public LossTerms computed(Batch batch) {
        return plan.steps.values().iterator().next().of(model, batch);
    }

    // ---- what a callback may do -------------------------------------------------------------------------------------

    /** Notes a number of the present step in the history, where a checkpoint keeps it and other callbacks find it. */
    public void log(String name, double value) {
        logged.put(name, value);
    }

    /** What was noted in the present step, by name. */
    public Map<String, Double> logged() {
        return Collections.unmodifiableMap(logged);
    }

    /** Ends the training after the present step. */
    public void stop(String reason) {
        stopReason = reason;
    }

    /** Why the training ends before its time; null while it does not. */
    public @Nullable String stopReason() {
        return stopReason;
    }

    /** Writes a checkpoint; only where all is of one moment: in {@code stepEnds}, {@code epochEnds}, {@code interrupted}, {@code fitEnds}. */
    public void save(Path file) {
        writer.accept(file);
    }

    /** Takes what was noted into the history. */
    void endStep() {
        logged.forEach((name, value) -> history.add(name, position.step(), value));
    }

    void beginStep() {
        logged.clear();
    }

    void batch(@Nullable Batch present, @Nullable LossTerms itsTerms) {
        batch = present;
        terms = itsTerms;
    }
}
