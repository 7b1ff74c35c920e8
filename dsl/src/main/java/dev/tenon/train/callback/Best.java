package dev.tenon.train.callback;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.TrainingContext;
import java.util.Map;

/** The best value of a measure so far, for callbacks that keep or stop by one. */
public final class Best {
    private static final String NAME = "best";

    private final String measure;
    private final double minDelta;
    private double best = Double.NaN;

    /**
     * Nothing seen yet.
     *
     * @param minDelta by how much a value must be better
     */
    public Best(String measure, double minDelta) {
        this.measure = measure;
        this.minDelta = minDelta;
    }

    /** Looks at the latest measure; answers whether it is the best. NaN never is. */
    public boolean improved(TrainingContext training) {
        double value = training.measure(measure);
        boolean better = training.higherIsBetter(measure) ? value - best > minDelta : best - value > minDelta;
        if (better || Double.isNaN(best) && !Double.isNaN(value)) {
            best = value;
            return true;
        }
        return false;
    }

    /** The best value; NaN before the first. */
    public double value() {
        return best;
    }

    /** The name of the measure. */
    public String measure() {
        return measure;
    }

    /** Adds what a checkpoint must keep to a state. */
    public void save(Map<String, Tensor> state) {
        state.put(NAME, Creation.full(new long[0], best, DType.FLOAT64, Device.CPU));
    }

    /** Goes on with what {@link #save} added. */
    public void load(Map<String, Tensor> state) {
        var saved = state.get(NAME);
        best = saved == null ? Double.NaN : saved.item();
    }
}
