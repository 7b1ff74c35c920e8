package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Fill;
import org.jspecify.annotations.Nullable;

/** New tensors, and tensors like others. */
final class Constants {
    /** More than any memory holds. */
    private static final long MOST_PLACES = 1L << 40;

    private Constants() {}

    static Tensor zeros(long[] size, @Nullable DType dtype, @Nullable Device device) {
        return Creation.full(size, 0, orDefault(dtype), orCpu(device));
    }

    static Tensor ones(long[] size, @Nullable DType dtype, @Nullable Device device) {
        return Creation.full(size, 1, orDefault(dtype), orCpu(device));
    }

    static Tensor scalarTensor(Number input, @Nullable DType dtype, @Nullable Device device) {
        return Creation.full(new long[0], input, orDefault(dtype), orCpu(device));
    }

    static Tensor zerosLike(Tensor input, @Nullable DType dtype, @Nullable Device device) {
        return newFull(input, input.sizes(), 0, dtype, device);
    }

    static Tensor onesLike(Tensor input, @Nullable DType dtype, @Nullable Device device) {
        return newFull(input, input.sizes(), 1, dtype, device);
    }

    static Tensor fullLike(Tensor input, Number fillValue, @Nullable DType dtype, @Nullable Device device) {
        return newFull(input, input.sizes(), fillValue, dtype, device);
    }

    static Tensor newZeros(Tensor input, long[] size, @Nullable DType dtype, @Nullable Device device) {
        return newFull(input, size, 0, dtype, device);
    }

    static Tensor newOnes(Tensor input, long[] size, @Nullable DType dtype, @Nullable Device device) {
        return newFull(input, size, 1, dtype, device);
    }

    static Tensor newFull(Tensor input, long[] size, Number fillValue, @Nullable DType dtype, @Nullable Device device) {
        return Creation.full(size, fillValue, dtype == null ? input.dtype() : dtype, device == null ? input.device() : device);
    }

    static Tensor zeroInPlace(Tensor x) {
        return Dispatch.inPlace(new Fill(0), FillRule.INSTANCE, x);
    }

    static Tensor full(long[] size, Number fillValue, @Nullable DType dtype, @Nullable Device device) {
        return Creation.full(size, fillValue, dtype == null ? Creation.dtypeOf(Numbers.plain(fillValue, "full", "fill_value")) : dtype,
            orCpu(device));
    }

    static Tensor eye(long n, @Nullable Long m, @Nullable DType dtype, @Nullable Device device) {
        return Creation.eye(n, m == null ? n : m, orDefault(dtype), orCpu(device));
    }

    static Tensor arange(Number end, @Nullable DType dtype, @Nullable Device device) {
        return arange(0, end, 1, dtype, device);
    }

    static Tensor arange(Number start, Number end, Number step, @Nullable DType dtype, @Nullable Device device) {
        return Creation.arange(start, end, step, dtype, orCpu(device));
    }

    static DType orDefault(@Nullable DType dtype) {
        return dtype == null ? DefaultDtype.current() : dtype;
    }

    static Device orCpu(@Nullable Device device) {
        return device == null ? Device.CPU : device;
    }

    // ---- numbers and powers at equal distances ----------------------------------------------------------------------------------

    static Tensor linspace(Number start, Number end, long steps, @Nullable DType dtype, @Nullable Device device) {
        var target = orDefault(dtype);
        return Creation.linspace(end(target, start, "start"), end(target, end, "end"), steps, target, orCpu(device));
    }

    static Tensor linspace(Tensor start, Number end, long steps, @Nullable DType dtype, @Nullable Device device) {
        return linspace(only("linspace", "start", start), end, steps, dtype, device);
    }

    static Tensor linspace(Number start, Tensor end, long steps, @Nullable DType dtype, @Nullable Device device) {
        return linspace(start, only("linspace", "end", end), steps, dtype, device);
    }

    static Tensor linspace(Tensor start, Tensor end, long steps, @Nullable DType dtype, @Nullable Device device) {
        return linspace(start, only("linspace", "end", end), steps, dtype, device);
    }

    /** An end of what is counted; it is an element. */
    private static double end(DType target, Number value, String param) {
        var plain = Numbers.element(target, value, "linspace", param);
        if (target.isFloating()) {
            Numbers.requireFinite(target, plain, "linspace", param);
        }
        return plain.doubleValue();
    }

    /** The number in a 0-d tensor. */
    private static Number only(String name, String param, Tensor bound) {
        if (bound.rank() != 0) {
            throw new ShapeException(name + ": " + param + " must be a number or a 0-d tensor\n  " + param + ": " + Operand.describe(bound)
                + "\n  try:   item() of one of its elements");
        }
        return bound.item();
    }

    static Tensor logspace(Number start, Number end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        if (steps < 0) {
            throw new ArgumentException("logspace: steps must be at least 0, got " + steps);
        }
        var target = orDefault(dtype);
        var exponents = Creation.linspace(bound(start, target), bound(end, target), steps, DType.FLOAT64, Device.CPU);
        return Ops.pow(Numbers.real(base, "logspace", "base"), exponents).to(target).to(orCpu(device));
    }

    /** An end of the exponents; of integers PyTorch makes integral powers first and last. */
    private static double bound(Number value, DType target) {
        var plain = Numbers.plain(value, "logspace", "the exponent");
        return target.isFloating() ? plain.doubleValue() : plain.longValue();
    }

    static Tensor logspace(Tensor start, Number end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        return logspace(only("logspace", "start", start), end, steps, base, dtype, device);
    }

    static Tensor logspace(Number start, Tensor end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        return logspace(start, only("logspace", "end", end), steps, base, dtype, device);
    }

    static Tensor logspace(Tensor start, Tensor end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        return logspace(start, only("logspace", "end", end), steps, base, dtype, device);
    }

    // ---- triangles --------------------------------------------------------------------------------------------------

    static Tensor trilIndices(long row, long col, long offset, @Nullable DType dtype, @Nullable Device device) {
        return triangle("tril_indices", row, col, offset, true, dtype, device);
    }

    static Tensor triuIndices(long row, long col, long offset, @Nullable DType dtype, @Nullable Device device) {
        return triangle("triu_indices", row, col, offset, false, dtype, device);
    }

    private static Tensor triangle(String name, long row, long col, long offset, boolean lower, @Nullable DType dtype,
        @Nullable Device device) {
        if (row < 0 || col < 0) {
            throw new ArgumentException(name + ": row and col must not be negative, got " + row + " and " + col);
        }
        // Rows before the first and from the last on have no element in the triangle.
        long first = lower ? Math.max(0, offset == Long.MIN_VALUE ? Long.MAX_VALUE : -offset) : 0;
        long last = col == 0 ? 0 : lower ? row : Math.min(row, offset < 0 && col - offset < 0 ? row : Math.max(0, col - offset));
        long count = first >= last ? 0
            : count(name, last - first, lower ? end(first, offset, col) : col - start(last - 1, offset, col), col);
        var target = dtype == null ? DType.INT64 : dtype;
        if (count > 0) {
            Numbers.element(target, Math.max(last, col) - 1, name, "the place");
        }
        return Creation.filled(DType.INT64, orCpu(device), new long[] {2, count}, memory -> {
            long n = 0;
            for (long i = first; i < last; i++) {
                long until = lower ? end(i, offset, col) : col;
                for (long j = lower ? 0 : start(i, offset, col); j < until; j++) {
                    Elements.put(memory, DType.INT64, n, i);
                    Elements.put(memory, DType.INT64, count + n++, j);
                }
            }
        }).to(target);
    }

    /** The places of so many rows: they grow by one from the smallest to the width, and stay there. */
    private static long count(String name, long rows, long smallest, long col) {
        long growing = Math.min(rows, col - smallest);
        double about = (double) growing * smallest + 0.5 * growing * growing + (double) (rows - growing) * col;
        if (about > MOST_PLACES) {
            throw new ArgumentException(name + ": the triangle has about " + about + " places, at most " + MOST_PLACES
                + " can be listed\n  try:   tril or triu of ones");
        }
        return growing * smallest + (growing - 1) * growing / 2 + (rows - growing) * col;
    }

    /** Where row i of an upper triangle begins. */
    private static long start(long i, long offset, long col) {
        return offset > 0 && i > Long.MAX_VALUE - offset ? col : Math.clamp(i + offset, 0, col);
    }

    /** Where row i of a lower triangle ends. */
    private static long end(long i, long offset, long col) {
        return offset >= Long.MAX_VALUE - i ? col : Math.clamp(i + offset + 1, 0, col);
    }
}
