package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.ops.PaddingMode;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Padding. What repeats elements of the input picks them by index, one dimension after another. */
final class Pads {
    private Pads() {}

    static Tensor pad(Tensor input, long[] pad, PaddingMode mode, @Nullable Number value) {
        if (mode == PaddingMode.CONSTANT) {
            return Ops.constantPadNd(input, pad, value == null ? 0 : value);
        }
        if (pad.length % 2 != 0 || pad.length / 2 > input.rank()) {
            throw new ArgumentException("pad: " + Arrays.toString(pad) + " must hold two numbers for each of at most " + input.rank()
                + " dimensions\n  input: " + Operand.describe(input));
        }
        var result = input;
        for (int pair = 0; pair < pad.length / 2; pair++) {
            int axis = input.rank() - 1 - pair;
            if (pad[2 * pair] != 0 || pad[2 * pair + 1] != 0) {
                var places = places(mode, input.size(axis), pad[2 * pair], pad[2 * pair + 1]);
                result = Ops.indexSelect(result, axis, Creation.of(places, DType.INT64, input.device(), places.length));
            }
        }
        return result;
    }

    private static long[] places(PaddingMode mode, long size, long before, long after) {
        long most = switch (mode) {
            case REFLECT -> size - 1;
            case CIRCULAR -> size;
            default -> size == 0 ? 0 : Long.MAX_VALUE;
        };
        long length = size + before + after;
        if (before > most || after > most || length < 0 || length > Integer.MAX_VALUE - 8) {
            throw new ArgumentException(
                "pad: " + before + " and " + after + " places cannot be filled in mode " + mode.name().toLowerCase(Locale.ROOT)
                    + " around a dimension of size " + size);
        }
        var places = new long[(int) length];
        for (int i = 0; i < places.length; i++) {
            places[i] = mode == PaddingMode.CIRCULAR ? around(i, size, before, after) : place(mode, i - before, size);
        }
        return places;
    }

    private static long place(PaddingMode mode, long i, long size) {
        return switch (mode) {
            case REFLECT -> i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
            default -> Math.clamp(i, 0, size - 1);
        };
    }

    /** What a negative number cuts off does not come around. */
    private static long around(long i, long size, long before, long after) {
        long first = Math.max(-before, 0);
        long left = size - first - Math.max(-after, 0);
        return first + Math.floorMod(i - Math.max(before, 0), left);
    }

    /** The gradient of constant padding: what lies inside. */
    static Tensor cut(Tensor g, Ints pad) {
        var inverse = pad.toArray();
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = -inverse[i];
        }
        return Ops.constantPadNd(g, inverse);
    }
}
