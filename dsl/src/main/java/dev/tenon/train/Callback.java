package dev.tenon.train;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * Hears how a training goes, and may stop it. Everything a training does besides its steps is one: progress, checkpoints, early stopping. Events
 * come in this order, of which those in brackets come only where there is something to tell:
 * <pre>{@code
 * fitBegins
 *   epochBegins
 *     stepBegins  (beforeBackward afterBackward, for each batch)  beforeUpdate  [validationBegins (validationStepEnds) validationEnds measured]  stepEnds
 *     ...
 *   [validationBegins (validationStepEnds, for each batch) validationEnds]  measured  epochEnds
 *   ...
 * [failed]  [interrupted]  fitEnds
 * }</pre>
 * Several callbacks hear an event by their {@link #order}, those of the same order as they were given; {@code fitEnds} comes in reverse. Tensors
 * that a callback makes are freed after the step unless it keeps them by {@link Tensor#escape}.
 * {@snippet :
 * class Shout implements Callback {
 *     public void epochEnds(TrainingContext training) {
 *         println("epoch " + training.epoch() + ": " + training.measure("loss"));
 *     }
 * }
 * }
 */
public interface Callback {
    /** Before the first step, after what was resumed. */
    default void fitBegins(TrainingContext training) {}

    /** After the last step, however the training ended. */
    default void fitEnds(TrainingContext training) {}

    /** Before the first step of an epoch; also when it is continued. */
    default void epochBegins(TrainingContext training) {}

    /** After an epoch with its validation and the schedules; not where it was left early. */
    default void epochEnds(TrainingContext training) {}

    /** Before the batch of a step, or the first of several, is taken. */
    default void stepBegins(TrainingContext training) {}

    /** With a batch's output and loss. */
    default void beforeBackward(TrainingContext training) {}

    /** With a batch's gradients, added to those of the batches before it in the same step, and scaled where there is a loss scale. */
    default void afterBackward(TrainingContext training) {}

    /** With the gradients of the whole step, unscaled and not yet clipped. */
    default void beforeUpdate(TrainingContext training) {}

    /** After the optimizer's step; all that a checkpoint holds is of one moment. */
    default void stepEnds(TrainingContext training) {}

    /** Before a validation. */
    default void validationBegins(TrainingContext training) {}

    /** With a batch of a validation and what the model gave for it: {@link TrainingContext#batch}, {@link TrainingContext#output}. */
    default void validationStepEnds(TrainingContext training) {}

    /** After a validation, whose measures are {@link TrainingContext#validation}. */
    default void validationEnds(TrainingContext training) {}

    /** New measures are there: after a validation, or without validation data after an epoch. */
    default void measured(TrainingContext training) {}

    /** An exception ends the training; it is thrown on afterwards. */
    default void failed(TrainingContext training, Throwable cause) {}

    /** The process was asked to end, or the thread was interrupted; the step that was under way is complete. */
    default void interrupted(TrainingContext training) {}

    /** Whether this is at work in a {@link TrainingOptions#fastDevRun}, which leaves no files and stops for nothing; true. */
    default boolean inFastDevRun() {
        return true;
    }

    /** Lower ones hear an event first; 0. Checkpoints are at 100, so that they hold what the others made of the event. */
    default int order() {
        return 0;
    }

    /** Under which name a checkpoint keeps the state; the class's. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** What a resumed training must go on with; none where nothing is kept. */
    default Map<String, Tensor> stateDict() {
        return Map.of();
    }

    /** Restores a state that {@link #stateDict} gave; not called where a checkpoint has none of this callback. */
    default void loadStateDict(Map<String, Tensor> state) {}
}
