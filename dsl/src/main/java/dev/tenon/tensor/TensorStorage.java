package dev.tenon.tensor;

import dev.tenon.core.Device;
import dev.tenon.memory.Storage;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a tensor and its views share, as PyTorch's {@code untyped_storage()} tells of it: {@code x.storage().equals(y.storage())} for two
 * living tensors says whether a change of one shows in the other's memory.
 *
 * @param dataPtr the address of the first byte; 0 if there is none
 * @param nbytes the size in bytes, of the whole memory and not only of the part that one tensor views
 * @param device where it is
 */
public record TensorStorage(long dataPtr, long nbytes, Device device) {
    static TensorStorage of(@Nullable Storage storage, Device device, long bytes) {
        return storage == null || storage.bytes() == 0 ? new TensorStorage(0, storage == null ? bytes : 0, device)
            : new TensorStorage(storage.address(), storage.bytes(), device);
    }
}
