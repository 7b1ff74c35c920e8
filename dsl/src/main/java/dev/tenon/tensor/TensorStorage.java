package dev.tenon.tensor;

import dev.tenon.core.Device;
import dev.tenon.memory.UncheckedStorage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a tensor and its views share, as PyTorch's {@code untyped_storage()} tells of it: {@code x.storage().equals(y.storage())} for two
 * living tensors says whether a change of one shows in the other's memory.
 */
public final class TensorStorage {
    /** Where it is, for telling one from another; 0 if there is none. */
    private final long place;
    private final long nbytes;
    private final Device device;

    private TensorStorage(long place, long nbytes, Device device) {
        this.place = place;
        this.nbytes = nbytes;
        this.device = device;
    }

    static TensorStorage of(@Nullable UncheckedStorage storage, Device device, long bytes) {
        return storage == null || storage.bytes() == 0 ? new TensorStorage(0, storage == null ? bytes : 0, device)
            : new TensorStorage(storage.address(), storage.bytes(), device);
    }

    /** The size in bytes, of the whole memory and not only of the part that one tensor views. */
    public long nbytes() {
        return nbytes;
    }

    /** Where the memory is. */
    public Device device() {
        return device;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorStorage that && place == that.place && nbytes == that.nbytes && device.equals(that.device);
    }

    @Override
    public int hashCode() {
        return Objects.hash(place, nbytes, device);
    }

    @Override
    public String toString() {
        return nbytes + " bytes on " + device;
    }
}
