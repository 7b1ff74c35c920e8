package dev.tenon.tensor.index;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.IndexException;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that choose elements by place, written in those that have kernels. */
public final class Indexing {
    private Indexing() {}

    // ---- x[...] -----------------------------------------------------------------------------------------------------

    public static Tensor get(Tensor input, long[] index) {
        var part = input;
        for (long position : index) {
            part = Ops.select(part, 0, position);
        }
        return part;
    }

    public static Tensor getitem(Tensor input, Index... index) {
        var part = input;
        var taken = new ArrayList<@Nullable Tensor>();
        int open = input.rank() - consumed(input, index);
        boolean wide = false;
        for (var item : index) {
            int dim = taken.size();
            switch (item) {
                case Index.At at -> part = Ops.select(part, dim, at.position());
                case Index.Slice slice -> {
                    part = Ops.slice(part, dim, slice.start(), slice.stop(), slice.step());
                    taken.add(null);
                }
                case Index.NewAxis _ -> {
                    part = Ops.unsqueeze(part, dim);
                    taken.add(null);
                }
                case Index.Ellipsis _ -> {
                    if (wide) {
                        throw new IndexException("getitem: an index can have one ellipsis");
                    }
                    wide = true;
                    for (int i = 0; i < open; i++) {
                        taken.add(null);
                    }
                }
                case Index.Take take -> {
                    // A single truth value chooses all or nothing along a new dimension.
                    boolean single = take.places().dtype() == DType.BOOL && take.places().rank() == 0;
                    part = single ? Ops.unsqueeze(part, dim) : part;
                    taken.addAll(places(part, dim, single ? Ops.unsqueeze(take.places(), 0) : take.places()));
                }
            }
        }
        return taken.stream().allMatch(places -> places == null) ? part
            : UncheckedOps.index(part,
                taken.stream().map(places -> places == null ? Index.all() : new Index.Take(places)).toArray(Index[]::new));
    }

    /** How many dimensions of the input the index speaks of. */
    private static int consumed(Tensor input, Index[] index) {
        int count = 0;
        for (var item : index) {
            if (item == null) {
                throw new ArgumentException("getitem: an item of the index is null\n  try:   newAxis() for a new dimension");
            }
            count += switch (item) {
                case Index.At _, Index.Slice _ -> 1;
                case Index.NewAxis _, Index.Ellipsis _ -> 0;
                case Index.Take take -> take.places().dtype() == DType.BOOL ? take.places().rank() : 1;
            };
        }
        if (count > input.rank()) {
            throw new IndexException("getitem: the index speaks of " + count + " dimensions, the tensor has " + input.rank() + "\n  input: "
                + Operand.describe(input));
        }
        return count;
    }

    /** The places a tensor names: its own, or for a mask one list for each of its dimensions. */
    private static List<@Nullable Tensor> places(Tensor part, int dim, Tensor places) {
        if (places.dtype() != DType.BOOL) {
            if (!places.dtype().isIntegral()) {
                throw new IndexException(
                    "getitem: an index tensor must be of integers or booleans, got " + places.dtype() + "\n  try:   to(INT64) it");
            }
            return List.of(beside(part, places.to(DType.INT64)));
        }
        for (int d = 0; d < places.rank(); d++) {
            if (places.size(d) != part.size(dim + d)) {
                throw new IndexException(
                    "getitem: the mask has size " + places.size(d) + " where the tensor has " + part.size(dim + d) + "\n  input: "
                        + Operand.describe(part) + "   mask: " + Operand.describe(places));
            }
        }
        return new ArrayList<>(Ops.nonzeroTuple(beside(part, places)));
    }

    /** An index made of Java values is on the CPU and goes where the tensor is. */
    private static Tensor beside(Tensor part, Tensor places) {
        return places.device().kind() == Device.Kind.CPU && part.device().kind() == Device.Kind.GPU ? places.to(part.device()) : places;
    }

    // ---- masks ------------------------------------------------------------------------------------------------------

    public static Tensor nonzero(Tensor input) {
        return UncheckedOps.nonzeroRows(input, Ops.countNonzero(input).itemLong());
    }

    public static Tensor indexAdd(Tensor input, long dim, Tensor index, Tensor source, Number alpha) {
        if (!input.dtype().isFloating() && Numbers.isFloating(Numbers.plain(alpha, "index_add", "alpha"))) {
            throw new ArgumentException("index_add: alpha must be a whole number for " + input.dtype() + ", got " + alpha
                + "\n  input: " + Operand.describe(input) + "\n  try:   to(FLOAT32) the input and the source");
        }
        return UncheckedOps.indexAccumulate(input, dim, index, scaled(source, Numbers.factor(source.dtype(), alpha, "index_add", "alpha")));
    }

    private static Tensor scaled(Tensor source, Number alpha) {
        if (source.dtype() == DType.BOOL) {
            return alpha.longValue() == 0 ? Ops.zerosLike(source) : source;
        }
        return alpha.doubleValue() == 1 ? source : Ops.mul(source, alpha);
    }

    public static Tensor oneHot(Tensor input, long numClasses) {
        if (input.numel() == 0 && numClasses <= 0) {
            throw new ArgumentException("one_hot: the number of classes does not follow from an empty tensor\n  try:   name num_classes");
        }
        long least = input.numel() == 0 ? 0 : Ops.amin(input).itemLong();
        long most = input.numel() == 0 ? -1 : Ops.amax(input).itemLong();
        long classes = numClasses == -1 ? most + 1 : numClasses;
        if (least < 0 || most >= classes) {
            throw new IndexException("one_hot: a class must be in [0, " + classes + "), got " + (least < 0 ? least : most));
        }
        var places = Creation.arange(0, classes, 1, DType.INT64, input.device());
        return Ops.eq(Ops.unsqueeze(input.to(DType.INT64), -1), places).to(DType.INT64);
    }
}
