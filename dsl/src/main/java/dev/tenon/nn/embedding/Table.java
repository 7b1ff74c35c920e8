package dev.tenon.nn.embedding;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** First values of a table of embeddings. */
final class Table {
    private Table() {}

    static void requireSizes(String name, long count, long width) {
        Sizes.requirePositive(name, "count", count);
        Sizes.requirePositive(name, "width", width);
    }

    /** The row of padding, counted from the beginning. */
    static @Nullable Long padding(String name, long count, @Nullable Long padding) {
        if (padding != null && (padding < -count || padding >= count)) {
            throw new ArgumentException(name + ": padding must be in [" + -count + ", " + (count - 1) + "], got " + padding);
        }
        return padding == null || padding >= 0 ? padding : Long.valueOf(padding + count);
    }

    /** Normal with mean 0 and standard deviation 1, the row of padding 0. */
    static Tensor initial(long count, long width, @Nullable Long padding) {
        var table = Init.normal(0, 1, count, width);
        if (padding != null && !table.device().isMeta()) {
            try (var _ = GradMode.noGrad()) {
                table.select(0, padding).zero_();
            }
        }
        return table;
    }

    /** A layer of another table's values, of their dtype and, unless a build says where, on their device. */
    static <L extends Layer> L of(String name, Tensor values, boolean frozen, Supplier<L> made, Function<L, Tensor> table) {
        if (values.rank() != 2 || !values.dtype().isFloating()) {
            throw new ShapeException(
                name + ": the values must be a floating table [count, width]\n  values: " + values.dtype() + values.shape());
        }
        var here = Placement.current();
        var layer = new Placement(Placement.isBound() ? here.device() : values.device(), values.dtype(), here.generator()).construct(made);
        try (var _ = GradMode.noGrad()) {
            table.apply(layer).copy_(values).requiresGrad_(!frozen);
        }
        return layer;
    }
}
