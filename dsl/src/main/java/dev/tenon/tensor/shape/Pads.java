package dev.tenon.tensor.shape;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.ops.PaddingMode;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Padding. What repeats elements of the input picks them by index, one dimension after another. */
public final class Pads {
    /** More places than memory has, and few enough to add. */
    private static final long MOST = 1L << 48;

    private Pads() {}

    public static Tensor pad(Tensor input, long[] pad, PaddingMode mode, @Nullable Number value) {
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
                result = Ops.indexSelect(result, axis, places(mode, input.size(axis), pad[2 * pair], pad[2 * pair + 1], input));
            }
        }
        return result;
    }

    /** Where in the input each place of the result has its element from, on the input's device. */
    private static Tensor places(PaddingMode mode, long size, long before, long after, Tensor input) {
        long most = switch (mode) {
            case REFLECT -> size - 1;
            case CIRCULAR -> size;
            default -> size == 0 ? 0 : MOST;
        };
        // What a negative number cuts off does not come around.
        long first = Math.max(-before, 0);
        long left = size - first - Math.max(-after, 0);
        long length = size + before + after;
        boolean possible = before >= -size && after >= -size && before <= most && after <= most && length >= 0;
        if (!possible || mode == PaddingMode.CIRCULAR && left <= 0 && length > 0) {
            throw new ArgumentException(
                "pad: " + before + " and " + after + " places cannot be filled in mode " + mode.name().toLowerCase(Locale.ROOT)
                    + " around a dimension of size " + size + "\n  input: " + Operand.describe(input));
        }
        var counted = Creation.arange(-before, length - before, 1, DType.INT64, input.device());
        return switch (mode) {
            case REFLECT -> Ops.add(Ops.neg(Ops.abs(Ops.sub(Ops.abs(counted), size - 1))), size - 1);
            case CIRCULAR -> Ops.add(Ops.remainder(Ops.sub(counted, first), Math.max(left, 1)), first);
            default -> Ops.clamp(counted, 0, size - 1);
        };
    }

    /** The gradient of constant padding: what lies inside. */
    public static Tensor cut(Tensor g, Ints pad) {
        var inverse = pad.toArray();
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = -inverse[i];
        }
        return Ops.constantPadNd(g, inverse);
    }
}
