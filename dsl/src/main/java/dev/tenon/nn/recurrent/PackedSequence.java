package dev.tenon.nn.recurrent;

import dev.tenon.core.Device;
import dev.tenon.core.Ints;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of several lengths without padding: all first elements, then all second ones and so on, the longest sequence first. A recurrent layer
 * computes nothing for what is not there. Made by {@link Packing}.
 *
 * @param data the elements, {@code [sum of lengths, ...]}
 * @param batchSizes how many sequences have a first element, how many a second one and so on
 * @param sortedIndices which of the caller's sequences is the first here, the second and so on; null where they were sorted
 * @param unsortedIndices where each of the caller's sequences is here; null where they were sorted
 */
public record PackedSequence(Tensor data, Ints batchSizes, @Nullable Tensor sortedIndices, @Nullable Tensor unsortedIndices) {
    /** How many sequences there are. */
    public long batch() {
        return batchSizes.get(0);
    }

    /** The same sequences with other elements, as many as before: what a layer makes of each. */
    public PackedSequence with(Tensor elements) {
        return new PackedSequence(elements, batchSizes, sortedIndices, unsortedIndices);
    }

    public PackedSequence to(Device device) {
        return new PackedSequence(data.to(device), batchSizes, sortedIndices == null ? null : sortedIndices.to(device),
            unsortedIndices == null ? null : unsortedIndices.to(device));
    }
}
