package dev.tenon.spi;

import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Dimensions by number, negative ones counted from the end; shared by rules and kernels. A 0-d tensor counts as one with one dimension. */
public final class Axes {
    private Axes() {}

    /**
     * The dimension {@code dim} of a tensor with {@code rank} dimensions, counted from 0.
     *
     * @throws IndexException if there is no such dimension
     */
    public static int axis(long dim, long rank) {
        long dims = Math.max(rank, 1);
        if (dim < -dims || dim >= dims) {
            throw new IndexException("shape: dim " + dim + " is out of range, expected a number in [" + -dims + ", " + (dims - 1) + "]");
        }
        return (int) (dim < 0 ? dim + dims : dim);
    }

    /** As {@link #axis(long, int)}, with an error that names the operator and its operands. */
    public static int axis(Inference call, long dim, int rank) {
        int dims = Math.max(rank, 1);
        if (dim < -dims || dim >= dims) {
            throw new IndexException(
                call.message("dim " + dim + " is out of range, expected a number in [" + -dims + ", " + (dims - 1) + "]", null));
        }
        return (int) (dim < 0 ? dim + dims : dim);
    }

    /** Which dimensions the list names; all where it is null. */
    public static boolean[] set(@Nullable Ints dims, int rank) {
        var named = new boolean[rank];
        if (dims == null) {
            Arrays.fill(named, true);
            return named;
        }
        for (int i = 0; i < dims.size(); i++) {
            int axis = axis(dims.get(i), rank);
            if (axis < rank) {
                named[axis] = true;
            }
        }
        return named;
    }

    /** As {@link #set(Ints, int)}, with errors that name the operator; a dimension named twice is refused. */
    public static boolean[] set(Inference call, @Nullable Ints dims, int rank) {
        if (dims == null) {
            return set(null, rank);
        }
        var named = new boolean[Math.max(rank, 1)];
        for (int i = 0; i < dims.size(); i++) {
            int axis = axis(call, dims.get(i), rank);
            if (named[axis]) {
                throw new IndexException(call.message("dim " + dims.get(i) + " appears twice in " + dims, null));
            }
            named[axis] = true;
        }
        return rank == 0 ? new boolean[0] : named;
    }

    /** Which dimensions a reduction folds: as PyTorch has it, an empty list names all, too. */
    public static boolean[] folded(@Nullable Ints dims, int rank) {
        return set(dims == null || dims.size() == 0 ? null : dims, rank);
    }

    static boolean[] folded(Inference call, @Nullable Ints dims, int rank) {
        return set(call, dims == null || dims.size() == 0 ? null : dims, rank);
    }

    /** So many dimensions in their order, those that are folded after those that stay. */
    public static int[] foldedLast(boolean[] folded, int rank) {
        return IntStream.concat(IntStream.range(0, rank).filter(d -> !folded[d]), IntStream.range(0, rank).filter(d -> folded[d]))
            .toArray();
    }
}
