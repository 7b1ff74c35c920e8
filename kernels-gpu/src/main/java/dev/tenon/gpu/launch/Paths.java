package dev.tenon.gpu.launch;

import dev.tenon.core.Shape;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layout;
import dev.tenon.spi.Layouts;

/**
 * How the elements of one operand get to the places of another: dimensions without those of size 1, neighbours that lie alike in both
 * merged, and elements that lie side by side in both taken together up to 8 bytes.
 *
 * @param from the source's address
 * @param to the target's address
 * @param bytes of what is moved at once
 * @param sizes from the outermost dimension on
 * @param fromStrides in units of {@code bytes}
 * @param toStrides in units of {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // made here and never modified
record Paths(long from, long to, int bytes, long[] sizes, long[] fromStrides, long[] toStrides) {
    /** Shorter sides are not worth tiles. */
    private static final int WORTH_TILES = 8;

    static Paths of(UncheckedOperand from, UncheckedOperand to) {
        var sizes = to.sizes();
        var layout = Layout.of(sizes, Layouts.broadcast(from.sizes(), from.strides(), sizes), to.strides());
        return new Paths(from.address(), to.address(), to.dtype().bytes(), layout.sizes(), layout.strides(0), layout.strides(1)).widened();
    }

    long numel() {
        return Shape.count(sizes);
    }

    boolean areDense() {
        return sizes.length == 0 || sizes.length == 1 && fromStrides[0] == 1 && toStrides[0] == 1;
    }

    boolean isTargetDense() {
        long expected = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (toStrides[d] != expected) {
                return false;
            }
            expected *= sizes[d];
        }
        return true;
    }

    /** The dimension along which the source's elements lie side by side; -1 if there is none worth tiles. */
    int unitOfSource() {
        return unit(fromStrides);
    }

    int unitOfTarget() {
        return unit(toStrides);
    }

    private int unit(long[] strides) {
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (strides[d] == 1 && sizes[d] >= WORTH_TILES) {
                return d;
            }
        }
        return -1;
    }

    Paths without(int a, int b) {
        return new Paths(from, to, bytes, without(sizes, a, b), without(fromStrides, a, b), without(toStrides, a, b));
    }

    private static long[] without(long[] values, int a, int b) {
        var rest = new long[values.length - 2];
        int next = 0;
        for (int d = 0; d < values.length; d++) {
            if (d != a && d != b) {
                rest[next++] = values[d];
            }
        }
        return rest;
    }

    private Paths widened() {
        int inner = sizes.length - 1;
        if (inner < 1 || fromStrides[inner] != 1 || toStrides[inner] != 1) {
            return this;
        }
        int factor = 8 / bytes;
        while (factor > 1 && !isDivisible(factor)) {
            factor /= 2;
        }
        if (factor == 1) {
            return this;
        }
        var wide = new long[][] {sizes.clone(), fromStrides.clone(), toStrides.clone()};
        wide[0][inner] /= factor;
        for (int d = 0; d < inner; d++) {
            wide[1][d] /= factor;
            wide[2][d] /= factor;
        }
        return new Paths(from, to, bytes * factor, wide[0], wide[1], wide[2]);
    }

    private boolean isDivisible(int factor) {
        int inner = sizes.length - 1;
        long width = (long) bytes * factor;
        if (from % width != 0 || to % width != 0 || sizes[inner] % factor != 0) {
            return false;
        }
        for (int d = 0; d < inner; d++) {
            if (fromStrides[d] % factor != 0 || toStrides[d] % factor != 0) {
                return false;
            }
        }
        return true;
    }
}
