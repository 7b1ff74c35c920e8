package dev.tenon.data;

import dev.tenon.core.TenonException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a loader's batches come from. */
interface BatchSource {
    /** What {@link #count} says where nobody knows. */
    long UNKNOWN = Long.MAX_VALUE;

    /** How many batches an epoch has. */
    long count();

    /** The batches of an epoch, asked for from number {@code first} on, by several threads. */
    Making epoch(long epoch, long first);

    /** Makes the batches of an epoch. */
    interface Making {
        /**
         * The batch of this number, or null if the epoch ended before it.
         *
         * @throws TenonException if it cannot be made
         */
        @Nullable Made make(long number);

        /** No more batches will be asked for. */
        default void end() {}
    }

    /**
     * A batch that was made.
     *
     * @param own those of its tensors that were made for it; others the dataset may hand out again
     */
    record Made(Batch batch, List<Tensor> own) {}
}
