package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.plot.LineChart;
import dev.tenon.train.report.LearningCurves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training came to: the loss of every step, the measures of every epoch and validation, and what callbacks noted. */
public final class History {
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<Validation> validations = new ArrayList<>();
    private final Map<String, Series> series = new LinkedHashMap<>();
    private double[] losses = new double[1024];
    private int steps;

    void add(double loss) {
        if (steps == losses.length) {
            losses = Arrays.copyOf(losses, 2 * steps);
        }
        losses[steps++] = loss;
    }

    void add(Epoch epoch) {
        epochs.add(epoch);
    }

    void add(Validation validation) {
        validations.add(validation);
    }

    void add(String name, Series noted) {
        series.put(name, noted);
    }

    void add(String name, long step, double value) {
        series.computeIfAbsent(name, _ -> new Series()).add(step, value);
    }

    /** The loss of the last step; NaN before the first. */
    double lastLoss() {
        return steps == 0 ? Double.NaN : losses[steps - 1];
    }

    /** The last validation in or after an epoch, or null. */
    @Nullable Measures validationOf(int epoch) {
        return validations.isEmpty() || validations.getLast().epoch() != epoch ? null : validations.getLast().measures();
    }

    /** The complete epochs. */
    public List<Epoch> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** The validations, one after each epoch, or as {@link TrainingOptions#validateEvery} says. */
    public List<Validation> validations() {
        return Collections.unmodifiableList(validations);
    }

    /** What callbacks noted by {@link TrainingContext#log}, such as learning rates. */
    public Map<String, Series> series() {
        return Collections.unmodifiableMap(series);
    }

    /** The training loss of every step. */
    public double[] losses() {
        return Arrays.copyOf(losses, steps);
    }

    /**
     * A measure of the last epoch: of its validation data if it has some, otherwise of its training.
     *
     * @param name a metric's name, or {@code loss}; {@code training loss} and {@code validation loss} say which is meant
     * @throws ArgumentException if there is no epoch or no such measure
     */
    public double last(String name) {
        if (epochs.isEmpty()) {
            throw new ArgumentException("history: no epoch is complete");
        }
        return epochs.getLast().of(name);
    }

    /**
     * The learning curve: the loss of every step, means of them, and the validations: {@code run.history().chart().save(Path.of("loss.svg"))}, or
     * {@code .png}.
     */
    public LineChart chart() {
        return LearningCurves.steps(this);
    }

    /** A measure of training and validation over the epochs: {@code chart("accuracy")}. */
    public LineChart chart(String measure) {
        return LearningCurves.measure(this, measure);
    }

    /** A line for each epoch with a column for each measure, under a line of their names. */
    public String csv() {
        return HistoryText.csv(this);
    }

    /** Epochs, validations, the loss of every step and what callbacks noted, as JSON; what is not finite is null. */
    public String json() {
        return HistoryText.json(this);
    }
}
