package dev.tenon.nn.embedding;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
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

    /** Another table's values. */
    static void fill(String name, Tensor table, Tensor values) {
        if (values.rank() != 2 || !values.dtype().isFloating()) {
            throw new ShapeException(
                name + ": the values must be a floating table [count, width]\n  values: " + values.dtype() + values.shape());
        }
        try (var _ = GradMode.noGrad()) {
            table.copy_(values);
        }
    }
}
