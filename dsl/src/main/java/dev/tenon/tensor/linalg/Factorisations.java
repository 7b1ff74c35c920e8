package dev.tenon.tensor.linalg;

import dev.tenon.core.DType;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;

/** Matrices as products of simpler ones. */
public final class Factorisations {
    private Factorisations() {}

    /** The matrix P of P L U, in the dtype of {@code like}. */
    static Tensor permutation(Tensor pivots, long rows, Tensor like) {
        var order = Ops.unsqueeze(UncheckedOps.luPermutation(pivots, rows), -2);
        var places = Ops.unsqueeze(Creation.arange(0, rows, 1, DType.INT64, like.device()), -1);
        return Ops.eq(places, order).to(like.dtype());
    }
}
