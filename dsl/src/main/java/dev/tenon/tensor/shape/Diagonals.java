package dev.tenon.tensor.shape;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;

/** Diagonals put into matrices, and planes turned. */
public final class Diagonals {
    private Diagonals() {}

    public static Tensor embed(Tensor input, long offset, long dim1, long dim2) {
        int rank = input.rank() + 1;
        int rows = Axes.axis(dim1, rank);
        int columns = Axes.axis(dim2, rank);
        if (input.rank() == 0 || rows == columns) {
            throw new ArgumentException(
                "diag_embed: the input must have a dimension, and dim1 " + dim1 + " and dim2 " + dim2 + " must differ\n  input: "
                    + Operand.describe(input));
        }
        var sizes = new long[rank];
        int next = 0;
        for (int d = 0; d < rank; d++) {
            sizes[d] = d == rows || d == columns ? input.size(-1) + Math.abs(offset) : input.size(next++);
        }
        var strides = Layouts.rowMajor(sizes);
        var places = new long[input.rank()];
        next = 0;
        for (int d = 0; d < rank; d++) {
            if (d != rows && d != columns) {
                places[next++] = strides[d];
            }
        }
        places[next] = strides[rows] + strides[columns];
        long start = offset >= 0 ? offset * strides[columns] : -offset * strides[rows];
        return UncheckedOps.stridedEmbed(input, sizes, places, input.numel() == 0 ? 0 : start);
    }
}
