package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.ops.MatrixTriangle;
import dev.tenon.ops.QrMode;
import java.util.List;

/** Matrices as products of simpler ones. */
final class Factorisations {
    private Factorisations() {}

    // ---- elimination ------------------------------------------------------------------------------------------------

    static LinalgLuFactorResult luFactor(Tensor a, boolean pivot) {
        var parts = decomposed("linalg.lu_factor", a, pivot);
        return new LinalgLuFactorResult(parts.lu(), parts.pivots());
    }

    static LinalgLuResult lu(Tensor a, boolean pivot) {
        var parts = decomposed("linalg.lu", a, pivot);
        long m = a.size(-2);
        long k = Math.min(m, a.size(-1));
        var lower = Ops.add(Ops.tril(Ops.narrow(parts.lu(), -1, 0, k), -1), Creation.eye(m, k, a.dtype(), a.device()));
        var upper = Ops.triu(Ops.narrow(parts.lu(), -2, 0, k));
        return new LinalgLuResult(permutation(parts.pivots(), m, a), lower, upper);
    }

    private static LuDecomposeResult decomposed(String op, Tensor a, boolean pivot) {
        Batches.requireMatrices(op, a);
        if (!pivot) {
            throw new ArgumentException(
                op + ": an elimination without pivots is not stable, and not offered on the CPU\n  try:   pivot = true");
        }
        return Ops.luDecompose(a);
    }

    /** The matrix P of P L U, in the dtype of {@code like}. */
    static Tensor permutation(Tensor pivots, long rows, Tensor like) {
        var order = Ops.unsqueeze(Ops.luPermutation(pivots, rows), -2);
        var places = Ops.unsqueeze(Creation.arange(0, rows, 1, DType.INT64, like.device()), -1);
        return Ops.eq(places, order).to(like.dtype());
    }

    // ---- orthogonal factors -----------------------------------------------------------------------------------------

    static LinalgQrResult qr(Tensor a, QrMode mode) {
        Batches.requireMatrices("linalg.qr", a);
        var parts = factors(a, mode == QrMode.COMPLETE);
        return new LinalgQrResult(mode == QrMode.R ? Creation.zeros(a.dtype(), a.device(), 0) : parts.q(), parts.r());
    }

    static QrResult qr(Tensor input, boolean some) {
        Batches.requireMatrices("qr", input);
        var parts = factors(input, !some);
        return new QrResult(parts.q(), parts.r());
    }

    private static ThinQrResult factors(Tensor a, boolean complete) {
        long m = a.size(-2);
        long n = a.size(-1);
        if (m < n) {
            // The first columns determine Q; the others are only seen from it.
            var parts = Ops.thinQr(Ops.narrow(a, -1, 0, m));
            var rest = Ops.matmul(Ops.mT(parts.q()), Ops.narrow(a, -1, m, n - m));
            return new ThinQrResult(parts.q(), Ops.cat(List.of(parts.r(), rest), -1));
        }
        var parts = Ops.thinQr(a);
        if (!complete || m == n) {
            return parts;
        }
        var below = Creation.zeros(a.dtype(), a.device(), Batches.with(Batches.of(a), m - n, n));
        return new ThinQrResult(completed(parts.q()), Ops.cat(List.of(parts.r(), below), -2));
    }

    /** Orthonormal columns and those that are missing to a basis. */
    private static Tensor completed(Tensor columns) {
        return columns.size(-2) == columns.size(-1) ? columns : Ops.cat(List.of(columns, Ops.orthogonalComplement(columns)), -1);
    }

    static LinalgSvdResult svd(Tensor a, boolean fullMatrices) {
        Batches.requireMatrices("linalg.svd", a);
        var parts = Ops.thinSvd(a);
        return fullMatrices ? new LinalgSvdResult(completed(parts.u()), parts.s(), Ops.mT(completed(Ops.mT(parts.vh()))))
            : new LinalgSvdResult(parts.u(), parts.s(), parts.vh());
    }

    static SvdResult svd(Tensor input, boolean some, boolean computeUv) {
        Batches.requireMatrices("svd", input);
        if (!computeUv) {
            var batch = Batches.of(input);
            long m = input.size(-2);
            long n = input.size(-1);
            return new SvdResult(Creation.zeros(input.dtype(), input.device(), Batches.with(batch, m, m)), Ops.thinSvd(input).s(),
                Creation.zeros(input.dtype(), input.device(), Batches.with(batch, n, n)));
        }
        var parts = svd(input, !some);
        return new SvdResult(parts.u(), parts.s(), Ops.mT(parts.vh()));
    }

    // ---- symmetric matrices -----------------------------------------------------------------------------------------

    static Tensor cholesky(Tensor input, boolean upper) {
        Batches.requireSquare("linalg.cholesky", input);
        return upper ? Ops.mT(Ops.choleskyFactor(Ops.mT(input))) : Ops.choleskyFactor(input);
    }

    static LinalgEighResult eigh(Tensor a, MatrixTriangle uplo) {
        Batches.requireSquare("linalg.eigh", a);
        var parts = Ops.symmetricEigen(uplo == MatrixTriangle.U ? Ops.mT(a) : a);
        return new LinalgEighResult(parts.values(), parts.vectors());
    }

    static Tensor eigvalsh(Tensor input, MatrixTriangle uplo) {
        Batches.requireSquare("linalg.eigvalsh", input);
        return Ops.symmetricEigen(uplo == MatrixTriangle.U ? Ops.mT(input) : input).values();
    }
}
