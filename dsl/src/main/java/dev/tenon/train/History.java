package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a training came to: the loss of every step, the measures of every epoch. */
public final class History {
    private final List<Epoch> epochs = new ArrayList<>();
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

    double lastLoss() {
        return losses[steps - 1];
    }

    /** The complete epochs. */
    public List<Epoch> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** The training loss of every step. */
    public double[] losses() {
        return Arrays.copyOf(losses, steps);
    }

    /**
     * A measure of the last epoch: of its validation data if it has some, otherwise of its training.
     *
     * @param name a metric's name, or {@code loss}
     * @throws ArgumentException if there is no epoch or no such measure
     */
    public double last(String name) {
        if (epochs.isEmpty()) {
            throw new ArgumentException("history: no epoch is complete");
        }
        var last = epochs.getLast();
        var validation = last.validation();
        return (validation == null ? last.training() : validation).of(name);
    }
}
