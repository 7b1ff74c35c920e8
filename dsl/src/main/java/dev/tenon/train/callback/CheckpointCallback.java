package dev.tenon.train.callback;

import dev.tenon.tensor.Tensor;
import dev.tenon.train.TrainingContext;
import dev.tenon.train.checkpoint.CheckpointOptions;
import dev.tenon.train.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes checkpoints: into one file, or into a folder where the last few and the best are kept. */
public final class CheckpointCallback implements FileCallback {
    private static final int LAST = 100;

    private final CheckpointOptions options;
    private final Path place;
    private final boolean folder;
    private final @Nullable Best best;
    private boolean bestIsDue;
    private long writtenStep;
    private int writtenEpoch;

    private CheckpointCallback(Path place, boolean folder, CheckpointOptions options) {
        this.place = place;
        this.folder = folder;
        this.options = options;
        this.best = options.best() == null ? null : new Best(options.best(), 0);
    }

    /**
     * Replaces one file after every epoch, and where the training ends.
     *
     * @param everySteps after every so many steps, too; 0 for none
     */
    public static CheckpointCallback file(Path file, long everySteps) {
        return new CheckpointCallback(file, false, CheckpointOptions.DEFAULT.everySteps(everySteps));
    }

    /** Writes into a folder, as the settings say, and where the training ends. */
    public static CheckpointCallback folder(Path folder, CheckpointOptions options) {
        return new CheckpointCallback(folder, true, options);
    }

    @Override
    public int order() {
        return LAST;
    }

    @Override
    public void fitBegins(TrainingContext training) {
        note(training);
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
        if (options.everyEpochs() > 0 && training.completeEpochs() % options.everyEpochs() == 0) {
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
        note(training);
    }

    @Override
    public void fitEnds(TrainingContext training) {
        writeIfNew(training);
    }

    private void writeIfNew(TrainingContext training) {
        if (training.step() != writtenStep || training.completeEpochs() != writtenEpoch) {
            write(training);
        }
    }

    private void write(TrainingContext training) {
        training.save(folder ? Checkpoints.file(place, training.step(), training.completeEpochs()) : place);
        note(training);
        if (folder) {
            Checkpoints.keep(place, options.keepLast());
        }
    }

    /** Where the last checkpoint is of: there may be one before the end of an epoch and one after, of the same step. */
    private void note(TrainingContext training) {
        writtenStep = training.step();
        writtenEpoch = training.completeEpochs();
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
