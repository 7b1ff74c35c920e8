package dev.tenon.train;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.Map;

/** The best value of a measure so far. */
final class Best {
    private static final String NAME = "best";

    private final String measure;
    private final double minDelta;
    private double best = Double.NaN;

    /**
     * Nothing seen yet.
     *
     * @param minDelta by how much a value must be better
     */
    Best(String measure, double minDelta) {
        this.measure = measure;
        this.minDelta = minDelta;
    }

    /** Looks at the latest measure; answers whether it is the best. NaN never is. */
    boolean improved(TrainingContext training) {
        double value = training.measure(measure);
        boolean better = training.higherIsBetter(measure) ? value - best > minDelta : best - value > minDelta;
        if (better || Double.isNaN(best) && !Double.isNaN(value)) {
            best = value;
            return true;
        }
        return false;
    }

    double value() {
        return best;
    }

    String measure() {
        return measure;
    }

    void save(Map<String, Tensor> state) {
        state.put(NAME, Creation.full(new long[0], best, DType.FLOAT64, Device.CPU));
    }

    void load(Map<String, Tensor> state) {
        var saved = state.get(NAME);
        best = saved == null ? Double.NaN : saved.item();
    }
}
