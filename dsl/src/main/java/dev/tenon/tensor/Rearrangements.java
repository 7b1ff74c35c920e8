package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Channels as places and the reverse, and products of three tensors. */
final class Rearrangements {
    private Rearrangements() {}

    static Tensor pixelShuffle(Tensor input, long r) {
        requirePositive("pixel_shuffle", "upscale_factor", r);
        long cells = Shape.count(r, r);
        requireImages("pixel_shuffle", input, input.rank() >= 3 && input.size(-3) % cells == 0, "a multiple of " + cells + " channels");
        long channels = input.size(-3) / cells;
        long height = input.size(-2);
        long width = input.size(-1);
        var cut = Ops.reshape(input, behind(input, channels, r, r, height, width));
        int lead = input.rank() - 3;
        return Ops.reshape(Ops.permute(cut, order(lead, 0, 3, 1, 4, 2)),
            behind(input, channels, Shape.count(height, r), Shape.count(width, r)));
    }

    static Tensor pixelUnshuffle(Tensor input, long r) {
        requirePositive("pixel_unshuffle", "downscale_factor", r);
        requireImages("pixel_unshuffle", input, input.rank() >= 3 && input.size(-2) % r == 0 && input.size(-1) % r == 0,
            "height and width that "
                + r + " divides");
        long channels = input.size(-3);
        long height = input.size(-2) / r;
        long width = input.size(-1) / r;
        var cut = Ops.reshape(input, behind(input, channels, height, r, width, r));
        int lead = input.rank() - 3;
        return Ops.reshape(Ops.permute(cut, order(lead, 0, 2, 4, 1, 3)), behind(input, Shape.count(channels, r, r), height, width));
    }

    static Tensor channelShuffle(Tensor input, long groups) {
        requirePositive("channel_shuffle", "groups", groups);
        if (input.rank() < 3 || input.size(1) % groups != 0) {
            throw new ShapeException(
                "channel_shuffle: the input must be [B, C, ...] with C a multiple of groups (" + groups + ")\n  input: "
                    + Operand.describe(input));
        }
        long each = input.size(1) / groups;
        long rest = Arrays.stream(input.sizes()).skip(2).reduce(1, (a, b) -> a * b);
        var cut = Ops.reshape(input, input.size(0), groups, each, rest);
        return Ops.reshape(Ops.transpose(cut, 1, 2), input.sizes());
    }

    static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, @Nullable Tensor bias) {
        int rank = input1.rank();
        boolean fits = weight.rank() == 3 && rank > 0 && input2.rank() == rank && input1.size(-1) == weight.size(1)
            && input2.size(-1) == weight.size(2)
            && Arrays.equals(input1.sizes(), 0, rank - 1, input2.sizes(), 0, rank - 1);
        if (!fits) {
            throw new ShapeException("bilinear: inputs [..., n] and [..., m] need a weight [o, n, m]\n  input1: "
                + Operand.describe(input1) + "   input2: "
                + Operand.describe(input2) + "   weight: " + Operand.describe(weight));
        }
        var sizes = input1.sizes().clone();
        sizes[rank - 1] = weight.size(0);
        long n = weight.size(1);
        long m = weight.size(2);
        long rows = Arrays.stream(input1.sizes(), 0, rank - 1).reduce(1, (a, b) -> a * b);
        var matrix = Ops.reshape(Ops.transpose(weight, 0, 1), n, weight.size(0) * m);
        var forms = Ops.reshape(Ops.mm(Ops.reshape(input1, rows, n), matrix), rows, weight.size(0), m);
        var result = Ops.reshape(Ops.bmm(forms, Ops.reshape(input2, rows, m, 1)), sizes);
        return bias == null ? result : Ops.add(result, bias);
    }

    /** The sizes before the last three, then these. */
    private static long[] behind(Tensor input, long... last) {
        int lead = input.rank() - 3;
        var sizes = Arrays.copyOf(input.sizes(), lead + last.length);
        System.arraycopy(last, 0, sizes, lead, last.length);
        return sizes;
    }

    /** An order of dimensions that leaves the first {@code lead} where they are. */
    private static long[] order(int lead, int... last) {
        var order = new long[lead + last.length];
        for (int d = 0; d < order.length; d++) {
            order[d] = d < lead ? d : lead + last[d - lead];
        }
        return order;
    }

    private static void requirePositive(String name, String param, long value) {
        if (value < 1) {
            throw new ArgumentException(name + ": " + param + " must be positive, got " + value);
        }
    }

    private static void requireImages(String name, Tensor input, boolean fits, String wanted) {
        if (!fits) {
            throw new ShapeException(name + ": the input must be [..., C, H, W] with " + wanted + "\n  input: " + Operand.describe(input));
        }
    }
}
