package dev.tenon.cpu.kernels.attention;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.pointwise.Dense;
import org.jspecify.annotations.Nullable;

/**
 * An operand of attention as rows of heads. Its own memory where the elements of a row lie side by side, which is all that products of matrices ask
 * for, else a temporary copy.
 */
final class Heads implements AutoCloseable {
    private final @Nullable Dense copy;
    private final long address;
    private final int bytes;
    private final long batchStep;
    private final long headStep;
    private final long pitch;

    private Heads(UncheckedOperand x, int head, int row, DType dtype, @Nullable Dense copy) {
        this.copy = copy;
        this.address = copy == null ? x.address() : copy.address();
        this.bytes = dtype.bytes();
        var steps = copy == null ? x.strides() : rowMajor(x.sizes());
        this.batchStep = x.sizes()[0] == 1 ? 0 : steps[0] * bytes;
        this.headStep = x.sizes()[head] == 1 ? 0 : steps[head] * bytes;
        this.pitch = steps[row];
    }

    /**
     * Rows of the heads of one batch element.
     *
     * @param address of the first one
     * @param pitch elements from one row to the next
     */
    record Rows(long address, long pitch, int bytes) {
        long at(long row) {
            return address + row * pitch * bytes;
        }
    }

    /** Of {@code [batch, rows, heads, width]}, to be read. */
    static Heads read(UncheckedOperand x, DType dtype) {
        long pitch = x.strides()[1];
        boolean fits = x.dtype() == dtype && isRow(x) && pitch >= x.sizes()[3] && pitch <= Integer.MAX_VALUE;
        return new Heads(x, 2, 1, dtype, fits ? null : Dense.read(x, dtype));
    }

    /** Of {@code [batch, rows, heads, width]}, a result, which lies dense. */
    static Heads write(UncheckedOperand x, DType dtype) {
        return new Heads(x, 2, 1, dtype, x.dtype() == dtype ? null : Dense.write(x, dtype));
    }

    /** Of {@code [1 or batch, 1 or heads, rows, columns]}, to be read; one row may serve for all. */
    static Heads mask(UncheckedOperand x, DType dtype) {
        return new Heads(x, 1, 2, dtype, x.dtype() == dtype && isRow(x) ? null : Dense.read(x, dtype));
    }

    private static boolean isRow(UncheckedOperand x) {
        return x.strides()[3] == 1 || x.sizes()[3] == 1;
    }

    private static long[] rowMajor(long[] sizes) {
        return new long[] {sizes[1] * sizes[2] * sizes[3], sizes[2] * sizes[3], sizes[3], 1};
    }

    /** The rows of one head. */
    Rows of(long batch, long head) {
        return new Rows(address + batch * batchStep + head * headStep, pitch, bytes);
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
