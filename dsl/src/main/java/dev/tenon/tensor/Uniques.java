package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.spi.Axes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Distinct elements, or distinct parts along a dimension: in order, equal ones stand side by side, and a new one begins where two neighbours differ. */
final class Uniques {
    private Uniques() {}

    private record Found(Tensor output, Tensor inverse, Tensor counts) {}

    static Tensor unique(Tensor input, boolean sorted, @Nullable Long dim) {
        return find(input, dim, true).output();
    }

    static UniqueInverseResult uniqueInverse(Tensor input, boolean sorted, @Nullable Long dim) {
        var found = find(input, dim, true);
        return new UniqueInverseResult(found.output(), found.inverse());
    }

    static UniqueCountsResult uniqueCounts(Tensor input, boolean sorted, @Nullable Long dim) {
        var found = find(input, dim, true);
        return new UniqueCountsResult(found.output(), found.counts());
    }

    static UniqueAllResult uniqueAll(Tensor input, boolean sorted, @Nullable Long dim) {
        var found = find(input, dim, true);
        return new UniqueAllResult(found.output(), found.inverse(), found.counts());
    }

    static Tensor consecutive(Tensor input, @Nullable Long dim) {
        return find(input, dim, false).output();
    }

    static UniqueConsecutiveInverseResult consecutiveInverse(Tensor input, @Nullable Long dim) {
        var found = find(input, dim, false);
        return new UniqueConsecutiveInverseResult(found.output(), found.inverse());
    }

    static UniqueConsecutiveCountsResult consecutiveCounts(Tensor input, @Nullable Long dim) {
        var found = find(input, dim, false);
        return new UniqueConsecutiveCountsResult(found.output(), found.counts());
    }

    static UniqueConsecutiveAllResult consecutiveAll(Tensor input, @Nullable Long dim) {
        var found = find(input, dim, false);
        return new UniqueConsecutiveAllResult(found.output(), found.inverse(), found.counts());
    }

    private static Found find(Tensor given, @Nullable Long dim, boolean sort) {
        var input = dim == null || given.rank() == 0 ? Ops.flatten(given.detach()) : given.detach();
        int axis = dim == null ? 0 : Axes.axis(dim, input.rank());
        long n = input.size(axis);
        var rows = rows(input, axis);
        var order = !sort ? Lookups.counting(n, input) : input.rank() == 1 ? Ops.argsort(input, 0, false, true) : Ops.rowOrder(rows);
        var begins = begins(Ops.indexSelect(rows, 0, order));
        var starts = Ops.squeeze(Ops.nonzero(begins), 1);
        var output = Ops.indexSelect(input, axis, Ops.indexSelect(order, 0, starts));
        var groups = Ops.sub(Ops.cumsum(begins, 0), 1);
        var inverse = Ops.scatter(Creation.zeros(DType.INT64, input.device(), n), 0, order, groups);
        var ends = Creation.full(new long[] {1}, n, DType.INT64, input.device());
        var counts = Ops.diff(Ops.cat(List.of(starts, ends), 0));
        return new Found(output, dim == null ? Ops.reshape(inverse, given.sizes()) : inverse, counts);
    }

    /** The parts along a dimension as the rows of a matrix. */
    private static Tensor rows(Tensor input, int axis) {
        long n = input.size(axis);
        return Ops.reshape(Ops.movedim(input, axis, 0), n, n == 0 ? 0 : input.numel() / n);
    }

    /** Whether each row differs from the one before; the first one does. */
    private static Tensor begins(Tensor rows) {
        long n = rows.size(0);
        if (n == 0) {
            return Creation.zeros(DType.BOOL, rows.device(), 0);
        }
        var differ = Ops.any(Ops.ne(Ops.narrow(rows, 0, 1, n - 1), Ops.narrow(rows, 0, 0, n - 1)), 1);
        return Ops.cat(List.of(Creation.ones(DType.BOOL, rows.device(), 1), differ), 0);
    }
}
