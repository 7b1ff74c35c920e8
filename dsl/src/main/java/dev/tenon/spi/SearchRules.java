package dev.tenon.spi;

import dev.tenon.core.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shapes of searches in ordered rows, and of folds into places. */
public final class SearchRules {
    private SearchRules() {}

    /** One place for every element of the input. */
    public static void sortedPlaces(Inference call, boolean outInt32, boolean right) {
        var sorted = call.in(0);
        var input = call.in(1);
        if (sorted.rank() == 0 || sorted.rank() != 1 && !Arrays.equals(leading(sorted.sizes()), leading(input.sizes()))) {
            throw call.shapeError("the sorted sequence must have one dimension, or all but the last size of the input's", "flatten() it");
        }
        if (call.has(2)) {
            DTypeRules.requireIntegral(call, 2);
            ShapeRules.sizes(call, 2, "of the sorted sequence", sorted.sizes());
        }
        call.output(outInt32 ? DType.INT32 : DType.INT64, input.sizes());
        call.compute(call.promote(0, 1));
    }

    private static long @Nullable [] leading(long[] sizes) {
        return sizes.length == 0 ? null : Arrays.copyOf(sizes, sizes.length - 1);
    }

    /** Elements folded into places of one dimension. */
    public static void scatterReduce(Inference call, long dim, Enum<?> reduce, boolean includeSelf) {
        IndexRules.scatter(call, dim);
    }

    /** An order of a matrix's rows. */
    public static void rowOrder(Inference call) {
        ShapeRules.rank(call, 0, 2);
        call.output(DType.INT64, new long[] {call.in(0).sizes()[0]});
    }
}
