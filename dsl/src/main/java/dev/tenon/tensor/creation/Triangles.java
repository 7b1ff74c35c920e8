package dev.tenon.tensor.creation;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The places of a matrix on and below a diagonal, or on and above it. They are counted before memory is asked for, and only rows that have any
 * are visited.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param offset of the diagonal
 */
public record Triangles(long rows, long columns, long offset) {
    public static Tensor trilIndices(long row, long col, long offset, @Nullable DType dtype, @Nullable Device device) {
        var triangle = of("tril_indices", row, col, offset);
        long first = triangle.clamped(BigInteger.valueOf(offset).negate(), row);
        return triangle.places("tril_indices", triangle.below(offset), true, first, row, dtype, device);
    }

    public static Tensor triuIndices(long row, long col, long offset, @Nullable DType dtype, @Nullable Device device) {
        var triangle = of("triu_indices", row, col, offset);
        var all = BigInteger.valueOf(row).multiply(BigInteger.valueOf(col));
        var count = offset == Long.MIN_VALUE ? all : all.subtract(triangle.below(offset - 1));
        long until = triangle.clamped(BigInteger.valueOf(col).subtract(BigInteger.valueOf(offset)), row);
        return triangle.places("triu_indices", count, false, 0, until, dtype, device);
    }

    private static Triangles of(String name, long row, long col, long offset) {
        if (row < 0 || col < 0) {
            throw new ArgumentException(name + ": row and col must not be negative, got " + row + " and " + col);
        }
        return new Triangles(row, col, offset);
    }

    /** How many places lie on and below a diagonal: rows that end at it, each one longer than the one before, and whole rows below them. */
    private BigInteger below(long diagonal) {
        var ahead = BigInteger.valueOf(diagonal).add(BigInteger.ONE);
        var first = BigInteger.valueOf(clamped(ahead.negate(), rows));
        var whole = BigInteger.valueOf(clamped(BigInteger.valueOf(columns).subtract(ahead), rows)).max(first);
        var shortest = first.add(ahead);
        var longest = whole.subtract(BigInteger.ONE).add(ahead);
        var ramp = whole.subtract(first).multiply(shortest.add(longest)).divide(BigInteger.TWO);
        return ramp.add(BigInteger.valueOf(rows).subtract(whole).multiply(BigInteger.valueOf(columns)));
    }

    private static long clamped(BigInteger value, long most) {
        return value.max(BigInteger.ZERO).min(BigInteger.valueOf(most)).longValueExact();
    }

    private Tensor places(String name, BigInteger count, boolean lower, long from, long until, @Nullable DType dtype,
        @Nullable Device device) {
        if (count.bitLength() > 62) {
            throw new ShapeException(name + ": " + count + " places are more than can be counted in 63 bits");
        }
        var places = Creation.empty(DType.INT64, Device.CPU, 2, count.longValueExact());
        if (places.numel() > 0) {
            places.useSegment(memory -> write(memory, count.longValueExact(), lower, from, until));
        }
        return places.to(dtype == null ? DType.INT64 : dtype).to(Constants.orCpu(device));
    }

    private void write(MemorySegment memory, long count, boolean lower, long from, long until) {
        long next = 0;
        for (long i = from; i < until; i++) {
            long first = lower ? 0 : Math.max(i + offset, 0);
            long end = lower ? Math.min(i + Math.min(offset, columns) + 1, columns) : columns;
            for (long j = first; j < end; j++, next++) {
                memory.setAtIndex(ValueLayout.JAVA_LONG, next, i);
                memory.setAtIndex(ValueLayout.JAVA_LONG, count + next, j);
            }
        }
    }
}
