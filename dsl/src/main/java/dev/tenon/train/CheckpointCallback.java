package dev.tenon.train;

import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes checkpoints: into one file, or into a folder where the last few and the best are kept. */
final class CheckpointCallback implements Callback {
    private static final int LAST = 100;

    private final CheckpointOptions options;
    private final Path place;
    private final boolean folder;
    private final @Nullable Best best;
    private boolean bestIsDue;
    private @Nullable Position written;

    private CheckpointCallback(Path place, boolean folder, CheckpointOptions options) {
        this.place = place;
        this.folder = folder;
        this.options = options;
        this.best = options.best() == null ? null : new Best(options.best(), 0);
    }

    /** Replaces one file. */
    static CheckpointCallback file(Path file, long everySteps) {
        return new CheckpointCallback(file, false, CheckpointOptions.DEFAULT.everySteps(everySteps));
    }

    static CheckpointCallback folder(Path folder, CheckpointOptions options) {
        return new CheckpointCallback(folder, true, options);
    }

    @Override
    public int order() {
        return LAST;
    }

    @Override
    public boolean inFastDevRun() {
        return false;
    }

    @Override
    public void fitBegins(TrainingContext training) {
        written = training.position;
    }

    @Override
    public void measured(TrainingContext training) {
        bestIsDue |= best != null && best.improved(training);
    }

    @Override
    public void stepEnds(TrainingContext training) {
        writeBest(training);
        if (options.everySteps() > 0 && training.step() % options.everySteps() == 0) {
            write(training);
        }
    }

    @Override
    public void epochEnds(TrainingContext training) {
        writeBest(training);
        if (options.everyEpochs() > 0 && training.position.epoch() % options.everyEpochs() == 0) {
            write(training);
        }
    }

    @Override
    public void interrupted(TrainingContext training) {
        writeIfNew(training);
    }

    /** After an exception the model may be in the middle of a step. */
    @Override
    public void failed(TrainingContext training, Throwable cause) {
        written = training.position;
    }

    @Override
    public void fitEnds(TrainingContext training) {
        writeIfNew(training);
    }

    private void writeIfNew(TrainingContext training) {
        if (!training.position.equals(written)) {
            write(training);
        }
    }

    private void write(TrainingContext training) {
        training.save(folder ? Checkpoints.file(place, training.step(), training.position.epoch()) : place);
        written = training.position;
        if (folder) {
            Checkpoints.keep(place, options.keepLast());
        }
    }

    private void writeBest(TrainingContext training) {
        if (bestIsDue) {
            bestIsDue = false;
            training.save(place.resolve(Checkpoints.BEST));
        }
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        if (best != null) {
            best.save(state);
        }
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        if (best != null) {
            best.load(state);
        }
    }
}
