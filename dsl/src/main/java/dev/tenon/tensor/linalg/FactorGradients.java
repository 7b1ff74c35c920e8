package dev.tenon.tensor.linalg;

import dev.tenon.core.DType;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.List;

/**
 * Gradients of factorisations and solutions, in ordinary operators, so that they have gradients themselves.
 *
 * @see <a href="https://arxiv.org/abs/1710.08717">Seeger et al. (2017), Auto-Differentiating Linear Algebra</a>
 */
public final class FactorGradients {
    private FactorGradients() {}

    // ---- elimination ------------------------------------------------------------------------------------------------

    /** The gradient of P L U, where the square parts of both factors answer for one triangle each and the rest is linear. */
    public static Tensor lu(Tensor g, Tensor lu, Tensor pivots) {
        long m = lu.size(-2);
        long n = lu.size(-1);
        long k = Math.min(m, n);
        var square = Ops.narrow(Ops.narrow(lu, -2, 0, k), -1, 0, k);
        var gSquare = Ops.narrow(Ops.narrow(g, -2, 0, k), -1, 0, k);
        var lower = Ops.add(Ops.tril(square, -1), Batches.identity(k, lu));
        var upper = Ops.triu(square);
        var ofLower = Ops.matmul(Ops.mT(lower), Ops.tril(gSquare, -1));
        var ofUpper = Ops.matmul(Ops.triu(gSquare), Ops.mT(upper));
        if (n > k) {
            ofLower = Ops.sub(ofLower, Ops.matmul(Ops.narrow(g, -1, k, n - k), Ops.mT(Ops.narrow(lu, -1, k, n - k))));
        }
        if (m > k) {
            ofUpper = Ops.sub(ofUpper, Ops.matmul(Ops.mT(Ops.narrow(lu, -2, k, m - k)), Ops.narrow(g, -2, k, m - k)));
        }
        var core = Ops.add(Ops.tril(ofLower, -1), Ops.triu(ofUpper));
        var result = UncheckedOps.triangleSolve(Ops.mT(lower), rightDivided(core, upper), true, true);
        if (n > k) {
            result = Ops.cat(List.of(result, UncheckedOps.triangleSolve(Ops.mT(lower), Ops.narrow(g, -1, k, n - k), true, true)), -1);
        }
        if (m > k) {
            result = Ops.cat(List.of(result, rightDivided(Ops.narrow(g, -2, k, m - k), upper)), -2);
        }
        return Ops.matmul(Factorisations.permutation(pivots, m, lu), result);
    }

    /** x upper^-T. */
    private static Tensor rightDivided(Tensor x, Tensor upper) {
        return Ops.mT(UncheckedOps.triangleSolve(upper, Ops.mT(x), true, false));
    }

    /** The cofactors: det A^-T, or where a matrix is singular, products of the other singular values. */
    public static Tensor determinant(Tensor g, Tensor input, Tensor output) {
        var scaled = Ops.unsqueeze(Ops.unsqueeze(g, -1), -1);
        if (output.numel() == 0 || input.numel() == 0) {
            return Ops.mul(input, scaled);
        }
        if (input.size(-1) == 1) {
            return Ops.expand(scaled, input.shape().toArray());
        }
        if (Ops.all(Ops.ne(output.detach(), 0)).item() != 0) {
            var all = Ops.unsqueeze(Ops.unsqueeze(output, -1), -1);
            return UncheckedOps.denseSolve(Ops.mT(input), Ops.mul(Batches.identity(input.size(-1), input), Ops.mul(scaled, all))).x();
        }
        var parts = UncheckedOps.thinSvd(input);
        var sign = Ops.mul(UncheckedOps.determinant(parts.u()), UncheckedOps.determinant(parts.vh()));
        var others = Ops.mul(otherProducts(settled(parts.s())), Ops.unsqueeze(Ops.mul(g, sign), -1));
        return Ops.matmul(Ops.mul(parts.u(), Ops.unsqueeze(others, -2)), parts.vh());
    }

    /** Singular values that are not told from 0 in this dtype become 0; their derivatives stay. */
    private static Tensor settled(Tensor values) {
        double resolution = values.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
        var least = Ops.mul(Ops.amax(values.detach(), new long[] {-1}, true), values.size(-1) * resolution);
        return Ops.where(Ops.le(values, least), Ops.sub(values, values.detach()), values);
    }

    /** For every element of the last dimension the product of the others. */
    private static Tensor otherProducts(Tensor values) {
        long n = values.size(-1);
        var self = Ops.eq(Batches.identity(n, values), 1);
        return Ops.prod(Ops.maskedFill(Ops.expand(Ops.unsqueeze(values, -2), Batches.with(values.shape().toArray(), n)), self, 1), -1);
    }

    public static Tensor logDeterminant(Tensor g, Tensor input) {
        var scaled = Ops.mul(Batches.identity(input.size(-1), input), Ops.unsqueeze(Ops.unsqueeze(g, -1), -1));
        return UncheckedOps.denseSolve(Ops.mT(input), scaled).x();
    }

    // ---- orthogonal factors -----------------------------------------------------------------------------------------

    public static Tensor qr(Tensor gQ, Tensor gR, Tensor q, Tensor r) {
        var skewed = Ops.triu(Ops.sub(Ops.matmul(gR, Ops.mT(r)), Ops.matmul(Ops.mT(q), gQ)));
        var symmetric = Ops.add(skewed, Ops.mT(Ops.triu(skewed, 1)));
        return rightDivided(Ops.add(gQ, Ops.matmul(q, symmetric)), r);
    }

    /** The vectors of equal eigenvalues are not determined: quotients by differences of 0 do not count. */
    public static Tensor eigen(Tensor gValues, Tensor gVectors, Tensor values, Tensor vectors) {
        var gaps = Ops.sub(Ops.unsqueeze(values, -2), Ops.unsqueeze(values, -1));
        var inner = Ops.matmul(Ops.mT(vectors), gVectors);
        var turns = Ops.div(Ops.mul(Ops.sub(inner, Ops.mT(inner)), 0.5), Ops.maskedFill(gaps, Ops.eq(gaps, 0), Double.POSITIVE_INFINITY));
        return Ops.matmul(Ops.matmul(vectors, Ops.add(turns, Batches.diagonal(gValues))), Ops.mT(vectors));
    }

    /**
     * The gradient of the pseudoinverse, where the rank stays the same.
     *
     * @see <a href="https://doi.org/10.1137/0710036">Golub and Pereyra (1973), The Differentiation of Pseudo-Inverses</a>
     */
    public static Tensor pseudoInverse(Tensor g, Tensor input, Tensor output) {
        var transposed = Ops.mT(output);
        var gT = Ops.mT(g);
        if (input.size(-2) <= input.size(-1)) {
            var k = Ops.matmul(gT, output);
            var inner = Ops.matmul(k, transposed);
            var outer = Ops.matmul(Ops.matmul(transposed, output), Ops.sub(gT, Ops.matmul(k, input)));
            return Ops.add(Ops.sub(Ops.sub(inner, Ops.mT(Ops.matmul(output, k))), Ops.matmul(Ops.matmul(input, output), inner)), outer);
        }
        var k = Ops.matmul(output, gT);
        var inner = Ops.matmul(transposed, k);
        var outer = Ops.matmul(Ops.matmul(Ops.sub(gT, Ops.matmul(input, k)), output), transposed);
        return Ops.add(Ops.sub(Ops.sub(inner, Ops.mT(Ops.matmul(k, output))), Ops.matmul(Ops.matmul(inner, output), input)), outer);
    }

    // ---- Cholesky ---------------------------------------------------------------------------------------------------

    /** The symmetric gradient: L^-T phi(L^T g) L^-1, where phi takes half of the lower triangle to each side. */
    public static Tensor cholesky(Tensor g, Tensor factor) {
        var lower = Ops.tril(Ops.matmul(Ops.mT(factor), g));
        var symmetric = Ops.mul(Ops.add(lower, Ops.mT(Ops.tril(lower, -1))), 0.5);
        var transposed = Ops.mT(factor);
        var left = UncheckedOps.triangleSolve(transposed, symmetric, true, false);
        return Ops.mT(UncheckedOps.triangleSolve(transposed, Ops.mT(left), true, false));
    }

    /** The factor counts here as a whole matrix, as in PyTorch, although only its triangle is read. */
    public static Tensor choleskySolve(Tensor g, Tensor factor, Tensor output, boolean upper) {
        var product = Ops.matmul(UncheckedOps.choleskySolveFactor(g, factor, upper), Ops.mT(output));
        var symmetric = Ops.neg(Ops.add(product, Ops.mT(product)));
        return upper ? Ops.matmul(factor, symmetric) : Ops.matmul(symmetric, factor);
    }

    // ---- triangles --------------------------------------------------------------------------------------------------

    public static Tensor triangle(Tensor g, Tensor a, Tensor output, boolean upper, boolean unitriangular) {
        var whole = Ops.neg(Ops.matmul(triangleRight(g, a, upper, unitriangular), Ops.mT(output)));
        int beside = unitriangular ? 1 : 0;
        return upper ? Ops.triu(whole, beside) : Ops.tril(whole, -beside);
    }

    public static Tensor triangleRight(Tensor g, Tensor a, boolean upper, boolean unitriangular) {
        return UncheckedOps.triangleSolve(Ops.mT(a), g, !upper, unitriangular);
    }
}
