package dev.tenon.tensor.index;

import dev.tenon.core.IndexException;
import dev.tenon.core.Operand;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.shape.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Index tensors for several dimensions at once: they broadcast together, and where they stand side by side their shape takes the place of
 * the dimensions they index; otherwise it comes first.
 */
public final class AdvancedIndex {
    private final Tensor input;
    private final List<Integer> indexed = new ArrayList<>();
    private final List<Integer> rest = new ArrayList<>();
    private final List<Tensor> places;

    private AdvancedIndex(Tensor input, List<@Nullable Tensor> taken) {
        this.input = input;
        for (int d = 0; d < input.rank(); d++) {
            (d < taken.size() && taken.get(d) != null ? indexed : rest).add(d);
        }
        places = together(taken.stream().filter(Objects::nonNull).toList());
    }

    /** The input indexed by a tensor for each dimension or by the whole of it; missing ones are whole, too. */
    public static Tensor apply(Tensor input, Index... indices) {
        var taken = new ArrayList<@Nullable Tensor>();
        for (var index : indices) {
            taken.add(index instanceof Index.Take take ? take.places() : null);
        }
        return new AdvancedIndex(input, taken).apply();
    }

    private Tensor apply() {
        var order = new ArrayList<>(indexed);
        order.addAll(rest);
        var moved = Ops.permute(input, order.stream().mapToLong(d -> d).toArray());
        long count = indexed.stream().mapToLong(input::size).reduce(1, (a, b) -> a * b);
        var sizes = concat(new long[] {count}, restSizes());
        var picked = Ops.indexSelect(Ops.reshape(moved, sizes), 0, Ops.flatten(linear()));
        var shape = places.getFirst().shape().toArray();
        var result = Ops.reshape(picked, concat(shape, restSizes()));
        return sideBySide() ? inPlace(result, shape.length) : result;
    }

    private long[] restSizes() {
        return rest.stream().mapToLong(input::size).toArray();
    }

    /** The flat place, in the indexed dimensions, of every element of the index. */
    private Tensor linear() {
        @Nullable Tensor flat = null;
        for (int i = 0; i < places.size(); i++) {
            long size = input.size(indexed.get(i));
            var place = wrapped(places.get(i), indexed.get(i), size);
            flat = flat == null ? place : Ops.add(Ops.mul(flat, size), place);
        }
        return Objects.requireNonNull(flat);
    }

    private Tensor wrapped(Tensor place, int dim, long size) {
        if (place.numel() == 0) {
            return place;
        }
        long least = Ops.amin(place).itemLong();
        long most = Ops.amax(place).itemLong();
        if (least < -size || most >= size) {
            throw new IndexException(
                "getitem: index " + (most >= size ? most : least) + " is out of range for dimension " + dim + " of size " + size
                    + "\n  input: " + Operand.describe(input));
        }
        return least >= 0 ? place : Ops.where(Ops.lt(place, 0), Ops.add(place, size), place);
    }

    private boolean sideBySide() {
        return indexed.getLast() - indexed.getFirst() == indexed.size() - 1;
    }

    /** The index's dimensions from the front to the place of those they index. */
    private Tensor inPlace(Tensor result, int indexRank) {
        int before = indexed.getFirst();
        if (before == 0) {
            return result;
        }
        var order = new long[result.rank()];
        int next = 0;
        for (int d = 0; d < before; d++) {
            order[next++] = (long) indexRank + d;
        }
        for (int d = 0; d < indexRank; d++) {
            order[next++] = d;
        }
        while (next < order.length) {
            order[next] = next;
            next++;
        }
        return Ops.permute(result, order);
    }

    private static List<Tensor> together(List<Tensor> places) {
        var shape = places.getFirst();
        for (var next : places) {
            shape = Ops.expand(shape, Shapes.broadcast("getitem", shape, next));
        }
        var sizes = shape.shape().toArray();
        return places.stream().map(place -> Arrays.equals(place.shape().toArray(), sizes) ? place : Ops.expand(place, sizes)).toList();
    }

    private static long[] concat(long[] a, long[] b) {
        var result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }
}
