package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.memory.UncheckedStorage;
import dev.tenon.spi.Layouts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a tensor is apart from its history: its memory and how it lies there, as rules and kernels see it. It never changes. */
final class TensorOperand implements UncheckedOperand {
    private static final long[] ONE = {1};

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
        this.strides = strides == null ? rowMajor(sizes) : strides;
        this.offset = offset;
        this.numel = numel;
        this.contiguous = strides == null || Layouts.isRowMajor(sizes, strides);
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
            requireWithin(elements, viewSizes, viewStrides, viewOffset);
        }
        return new TensorOperand(storage, dtype, device, viewSizes, viewStrides, viewOffset, Shape.count(viewSizes), false);
    }

    /** {@link Layouts#rowMajor}, with one array for all that have one dimension: what an operand holds nobody writes to. */
    private static long[] rowMajor(long[] sizes) {
        return sizes.length == 0 ? sizes : sizes.length == 1 ? ONE : Layouts.rowMajor(sizes);
    }

    /**
     * Checks a view against the memory it is taken of.
     *
     * @param elements how many the memory holds
     * @param first the place of the view's first element
     * @throws ShapeException if an element of the view lies outside
     */
    private static void requireWithin(long elements, long[] sizes, long[] strides, long first) {
        long low = first;
        long high = first;
        boolean beyond = false;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == 0) {
                return;
            }
            long steps = sizes[d] - 1;
            long span = steps * strides[d];
            // What leaves 63 bits is beyond for good: a later dimension could lead a wrapped sum back.
            beyond |= steps < 0 || Math.multiplyHigh(steps, strides[d]) != span >> Long.SIZE - 1;
            low += Math.min(span, 0);
            high += Math.max(span, 0);
            beyond |= low < 0 || high < 0 || high >= elements;
        }
        if (beyond || low < 0 || high >= elements) {
            throw new ShapeException("view: sizes " + Arrays.toString(sizes) + " and strides " + Arrays.toString(strides) + " from element "
                + first + " on reach beyond the memory, which holds " + elements + " elements");
        }
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
