package dev.tenon.tensor;

import dev.tenon.core.DType;

/** Matrices as products of simpler ones. */
final class Factorisations {
    private Factorisations() {}

    /** The matrix P of P L U, in the dtype of {@code like}. */
    static Tensor permutation(Tensor pivots, long rows, Tensor like) {
        var order = Ops.unsqueeze(UncheckedOps.luPermutation(pivots, rows), -2);
        var places = Ops.unsqueeze(Creation.arange(0, rows, 1, DType.INT64, like.device()), -1);
        return Ops.eq(places, order).to(like.dtype());
    }
}
