package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.core.Shape;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.memory.UncheckedStorage;
import org.jspecify.annotations.Nullable;

/** What a tensor is apart from its history: its memory and how it lies there, as rules and kernels see it. It never changes. */
final class TensorOperand implements UncheckedOperand {
    /** Null for tensors without elements' memory, on {@link Device#META}. */
    final @Nullable UncheckedStorage storage;
    final DType dtype;
    final Device device;
    final long[] sizes;
    final long[] strides;
    /** Elements before the first one in the storage. */
    final long offset;
    final long numel;
    private final boolean contiguous;
    private final boolean wrappedNumber;

    TensorOperand(@Nullable UncheckedStorage storage, DType dtype, Device device, long[] sizes, long @Nullable [] strides, long offset,
        long numel, boolean wrappedNumber) {
        this.storage = storage;
        this.dtype = dtype;
        this.device = device;
        this.sizes = sizes;
        this.strides = strides == null ? Strides.rowMajor(sizes) : strides;
        this.offset = offset;
        this.numel = numel;
        this.contiguous = strides == null || Strides.areRowMajor(sizes, strides);
        this.wrappedNumber = wrappedNumber;
    }

    /** The same as a tensor of its own, which takes part in promotion like any other. */
    TensorOperand unwrapped() {
        return wrappedNumber ? new TensorOperand(storage, dtype, device, sizes, strides, offset, numel, false) : this;
    }

    /** Another view of the memory. */
    TensorOperand view(long[] viewSizes, long[] viewStrides, long viewOffset) {
        if (storage != null) {
            // Bytes are powers of two, and a division would cost as much as the rest of a view.
            long elements = storage.bytes() >> Integer.numberOfTrailingZeros(dtype.bytes());
            Strides.requireWithin(elements, viewSizes, viewStrides, viewOffset);
        }
        return new TensorOperand(storage, dtype, device, viewSizes, viewStrides, viewOffset, Shape.count(viewSizes), false);
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public long[] sizes() {
        return sizes;
    }

    @Override
    public long[] strides() {
        return strides;
    }

    @Override
    public int rank() {
        return sizes.length;
    }

    @Override
    public long numel() {
        return numel;
    }

    @Override
    public long address() {
        return storage == null || numel == 0 ? 0 : storage.address() + offset * dtype.bytes();
    }

    @Override
    public void requireAlive() {
        if (storage != null) {
            storage.requireAlive("kernel");
        }
    }

    @Override
    public boolean isWrappedNumber() {
        return wrappedNumber;
    }

    @Override
    public boolean isContiguous() {
        return contiguous;
    }

    @Override
    public String toString() {
        return Operand.describe(this);
    }
}
