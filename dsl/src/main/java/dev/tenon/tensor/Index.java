package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.IndexPart;
import dev.tenon.core.Numbers;
import dev.tenon.spi.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an index says about one dimension, as NumPy has it: {@code x.get(at(0), slice(1, 3), take(rows))}. */
public sealed interface Index {
    /** One position; the dimension disappears. */
    record At(long position) implements Index {}

    /** Every step-th position from start up to, not including, stop; absent bounds are the dimension's. */
    record Slice(@Nullable Long start, @Nullable Long stop, long step) implements Index {}

    /** As many whole dimensions as the index leaves open. */
    record Ellipsis() implements Index {}

    /** A new dimension of size 1. */
    record NewAxis() implements Index {}

    /** The positions that integers name, or those where a mask holds; a mask stands for as many dimensions as it has. */
    record Take(Tensor places) implements Index {}

    static Index at(long position) {
        return new At(position);
    }

    /** All positions. */
    static Index all() {
        return new Slice(null, null, 1);
    }

    static Index slice(@Nullable Long start, @Nullable Long stop) {
        return new Slice(start, stop, 1);
    }

    static Index slice(@Nullable Long start, @Nullable Long stop, long step) {
        return new Slice(start, stop, step);
    }

    /** The positions from start up to, not including, stop; negative ones count from the end. */
    static Index slice(long start, long stop) {
        return new Slice(start, stop, 1);
    }

    /** Every step-th position from start up to, not including, stop. */
    static Index slice(long start, long stop, long step) {
        return new Slice(start, stop, step);
    }

    /** The positions from start to the end. */
    static Index from(long start) {
        return new Slice(start, null, 1);
    }

    /** The positions up to, not including, stop. */
    static Index until(long stop) {
        return new Slice(null, stop, 1);
    }

    static Index ellipsis() {
        return new Ellipsis();
    }

    static Index newAxis() {
        return new NewAxis();
    }

    static Index take(Tensor places) {
        Operands.given("index", "places", places);
        return new Take(places);
    }

    static Index take(long... places) {
        return new Take(Creation.of(places, DType.INT64, Device.CPU, places.length));
    }

    /**
     * What an index says without its tensors, which are the inputs of the call from number {@code inputs} on.
     *
     * @throws ArgumentException if it or an item of it is null; the message names the operator
     */
    static List<IndexPart> parts(Index @Nullable [] index, int inputs, String op, String attribute) {
        var parts = new ArrayList<IndexPart>();
        int input = inputs;
        for (var item : Attributes.given(index, op, attribute)) {
            parts.add(switch (item) {
                case null -> throw new ArgumentException(op + ": an item of the index is null\n  try:   newAxis() for a new dimension");
                case At at -> new IndexPart.At(at.position);
                case Slice slice -> new IndexPart.Slice(slice.start, slice.stop, slice.step);
                case Ellipsis _ -> new IndexPart.Ellipsis();
                case NewAxis _ -> new IndexPart.NewAxis();
                case Take _ -> new IndexPart.Take(input++);
            });
        }
        return List.copyOf(parts);
    }

    /** The inputs of a call, and behind them the tensors of its index. */
    static @Nullable Tensor[] inputs(Index[] index, @Nullable Tensor... inputs) {
        var all = new ArrayList<@Nullable Tensor>(Arrays.asList(inputs));
        for (var item : index) {
            if (item instanceof Take take) {
                all.add(take.places);
            }
        }
        return all.toArray(new @Nullable Tensor[0]);
    }

    /**
     * The index that a plain value means: a number a position, null a new dimension, a list of numbers or truth values places, a tensor
     * itself.
     *
     * @throws ArgumentException if it means none
     */
    static Index of(@Nullable Object value) {
        return switch (value) {
            case null -> newAxis();
            case Index index -> index;
            case Tensor tensor -> take(tensor);
            case Boolean truth -> take(Creation.of(new boolean[] {truth}, DType.BOOL, Device.CPU));
            case Number number -> at(Numbers.whole(number, "index", "a position"));
            case List<?> list -> take(places(list));
            default -> throw new ArgumentException("index: " + value + " is neither a position, a list, a tensor nor an Index");
        };
    }

    private static Tensor places(List<?> list) {
        if (!list.isEmpty() && list.getFirst() instanceof Boolean) {
            var mask = new boolean[list.size()];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = list.get(i) instanceof Boolean truth && truth;
            }
            return Creation.of(mask, DType.BOOL, Device.CPU, mask.length);
        }
        var places = new long[list.size()];
        for (int i = 0; i < places.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw new ArgumentException("index: a list of places holds integers or truth values, got " + list);
            }
            places[i] = Numbers.whole(number, "index", "a place");
        }
        return Creation.of(places, DType.INT64, Device.CPU, places.length);
    }
}
