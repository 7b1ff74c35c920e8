package dev.tenon.train.checkpoint;

import dev.tenon.core.ArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * When checkpoints are written into a folder and which are kept. Immutable: each method answers a changed copy.
 *
 * @param everyEpochs after every so many epochs; 1, 0 for none
 * @param everySteps after every so many steps; 0 for none
 * @param keepLast how many are kept, the oldest go first; 3
 * @param best the measure by which the best is kept besides, or null; null
 */
public record CheckpointOptions(int everyEpochs, long everySteps, int keepLast, @Nullable String best) {
    /** After every epoch the last three. */
    public static final CheckpointOptions DEFAULT = new CheckpointOptions(1, 0, 3, null);

    public CheckpointOptions {
        if (everyEpochs < 0 || everySteps < 0 || keepLast < 1) {
            throw new ArgumentException(
                "checkpoints: epochs and steps must be at least 0 and keepLast at least 1, got " + everyEpochs + ", "
                    + everySteps + " and " + keepLast);
        }
    }

    /** After every so many epochs; 0 for none. */
    public CheckpointOptions everyEpochs(int count) {
        return new CheckpointOptions(count, everySteps, keepLast, best);
    }

    /** After every so many steps; 0 for none. */
    public CheckpointOptions everySteps(long count) {
        return new CheckpointOptions(everyEpochs, count, keepLast, best);
    }

    /** How many are kept. */
    public CheckpointOptions keepLast(int count) {
        return new CheckpointOptions(everyEpochs, everySteps, count, best);
    }

    /** Keeps the best by this measure besides, in {@code best.safetensors}: {@code best("accuracy")}. */
    public CheckpointOptions best(String measure) {
        return new CheckpointOptions(everyEpochs, everySteps, keepLast, measure);
    }
}
