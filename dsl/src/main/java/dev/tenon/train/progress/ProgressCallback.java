package dev.tenon.train.progress;

import dev.tenon.train.Callback;
import dev.tenon.train.TrainingContext;

/** Tells a {@link Progress} of steps and epochs. */
final class ProgressCallback implements Callback {
    private static final int AFTER_MEASURES = 50;

    private final Progress progress;

    ProgressCallback(Progress progress) {
        this.progress = progress;
    }

    @Override
    public int order() {
        return AFTER_MEASURES;
    }

    @Override
    public void stepEnds(TrainingContext training) {
        progress.step(new Progress.Step(training.epoch(), training.epochs(), training.batchNumber(), training.batches(), training.loss(),
            training.optimizer().lr(), training::measures));
    }

    @Override
    public void epochEnds(TrainingContext training) {
        progress.epoch(training.history().epochs().getLast(), training.epochs());
    }
}
