package dev.tenon.train.callback;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Callback;
import dev.tenon.train.TrainingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stops a training whose measure has not become better for some validations, or epochs where nothing is validated. */
public final class EarlyStopping implements Callback {
    private static final String WAITED = "waited";
    private static final String WEIGHTS = "weights.";

    private final Options options;
    private final Best best;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private long waited;

    /**
     * When to stop.
     *
     * @param measure which measure; {@code loss}
     * @param patience how many measurements without a better one end the training; 3
     * @param minDelta by how much a measure must be better to count; 0
     * @param restoresBest whether the model has the weights of the best measurement when the training ends; false
     */
    public record Options(String measure, int patience, double minDelta, boolean restoresBest) {
        /** Three validations without a lower loss. */
        public static final Options DEFAULT = new Options("loss", 3, 0, false);

        public Options {
            if (patience < 1 || !(minDelta >= 0)) {
                throw new ArgumentException("earlyStopping: patience must be at least 1 and minDelta at least 0, got " + patience + " and "
                    + minDelta);
            }
        }

        /** Another measure; whether more or less is better its metric says. */
        public Options measure(String name) {
            return new Options(name, patience, minDelta, restoresBest);
        }

        /** More or less patience. */
        public Options patience(int measurements) {
            return new Options(measure, measurements, minDelta, restoresBest);
        }

        /** By how much a measure must be better. */
        public Options minDelta(double least) {
            return new Options(measure, patience, least, restoresBest);
        }

        /** Gives the model the best weights when the training ends; a checkpoint has the last ones. */
        public Options restoreBest() {
            return new Options(measure, patience, minDelta, true);
        }
    }

    public EarlyStopping(Options options) {
        this.options = options;
        this.best = new Best(options.measure(), options.minDelta());
    }

    @Override
    public void measured(TrainingContext training) {
        if (best.improved(training)) {
            waited = 0;
            if (options.restoresBest()) {
                remember(training);
            }
        } else {
            waited++;
        }
        if (waited >= options.patience()) {
            training.stop(options.measure() + " has not become better than " + best.value() + " for " + waited + " measurements");
        }
    }

    /** The weights that were measured: those of the average where there is one. */
    private void remember(TrainingContext training) {
        var average = training.average();
        var state = average == null ? training.model().stateDict() : average.average();
        state.forEach((name, tensor) -> weights.put(name, tensor.detach().clone().escape()));
    }

    @Override
    public void fitEnds(TrainingContext training) {
        if (!weights.isEmpty()) {
            training.model().loadStateDict(weights);
        }
    }

    @Override
    public boolean inFastDevRun() {
        return false;
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        best.save(state);
        state.put(WAITED, Creation.full(new long[0], waited, DType.INT64, Device.CPU));
        weights.forEach((name, tensor) -> state.put(WEIGHTS + name, tensor));
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        best.load(state);
        var saved = state.get(WAITED);
        waited = saved == null ? 0 : saved.itemLong();
        weights.clear();
        state.forEach((name, tensor) -> {
            if (name.startsWith(WEIGHTS)) {
                weights.put(name.substring(WEIGHTS.length()), tensor.escape());
            }
        });
    }
}
