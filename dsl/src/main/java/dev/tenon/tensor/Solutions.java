package dev.tenon.tensor;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import java.util.Arrays;

/** Solutions of linear systems, and what follows from them. */
final class Solutions {
    private Solutions() {}

    static Tensor solve(Tensor a, Tensor b, boolean left) {
        Batches.requireSquare("linalg.solve", a);
        boolean vector = b.rank() == 1 || a.rank() - 1 == b.rank() && Arrays.equals(b.sizes(), Arrays.copyOf(a.sizes(), b.rank()));
        var right = vector ? Ops.unsqueeze(b, -1) : b;
        var result = left || vector ? dense(a, right) : Ops.mT(dense(Ops.mT(a), Ops.mT(right)));
        return vector ? Ops.squeeze(result, -1) : result;
    }

    private static Tensor dense(Tensor a, Tensor b) {
        requireRows("linalg.solve", a, b);
        var batch = Batches.common("linalg.solve", a, b);
        return Ops.denseSolve(Batches.expand(a, batch), Batches.expand(b, batch));
    }

    static Tensor inverse(Tensor a) {
        Batches.requireSquare("linalg.inv", a);
        return Ops.denseSolve(a, Batches.expand(Batches.identity(a.size(-1), a), Batches.of(a)));
    }

    // ---- triangles --------------------------------------------------------------------------------------------------

    static Tensor solveTriangular(Tensor input, Tensor b, boolean upper, boolean left, boolean unitriangular) {
        return left ? triangle("linalg.solve_triangular", input, b, upper, unitriangular)
            : Ops.mT(triangle("linalg.solve_triangular", Ops.mT(input), Ops.mT(b), !upper, unitriangular));
    }

    static TriangularSolveResult triangularSolve(Tensor input, Tensor a, boolean upper, boolean transpose, boolean unitriangular) {
        var solution = transpose ? triangle("triangular_solve", Ops.mT(a), input, !upper, unitriangular)
            : triangle("triangular_solve", a, input, upper, unitriangular);
        return new TriangularSolveResult(solution, Ops.cloned(Batches.expand(a, Batches.of(solution))));
    }

    private static Tensor triangle(String op, Tensor a, Tensor b, boolean upper, boolean unitriangular) {
        Batches.requireSquare(op, a);
        requireRows(op, a, b);
        var batch = Batches.common(op, a, b);
        return Ops.triangleSolve(Batches.expand(a, batch), Batches.expand(b, batch), upper, unitriangular);
    }

    // ---- from factors -----------------------------------------------------------------------------------------------

    static Tensor choleskySolve(Tensor input, Tensor factor, boolean upper) {
        Batches.requireSquare("cholesky_solve", factor);
        requireRows("cholesky_solve", factor, input);
        var batch = Batches.common("cholesky_solve", input, factor);
        return Ops.choleskySolveFactor(Batches.expand(input, batch), Batches.expand(factor, batch), upper);
    }

    static Tensor choleskyInverse(Tensor input, boolean upper) {
        Batches.requireSquare("cholesky_inverse", input);
        return choleskySolve(Batches.identity(input.size(-1), input), input, upper);
    }

    static Tensor luSolve(Tensor b, Tensor lu, Tensor pivots) {
        return luSolve(lu, pivots, b, true, false);
    }

    static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean adjoint) {
        Batches.requireSquare("linalg.lu_solve", lu);
        if (!left) {
            return Ops.mT(luSolve(lu, pivots, Ops.mT(b), true, !adjoint));
        }
        requireRows("linalg.lu_solve", lu, b);
        var batch = Batches.common("linalg.lu_solve", lu, b);
        var factors = Batches.expand(lu, batch);
        var order = Factorisations.permutation(pivots, lu.size(-1), lu);
        if (adjoint) {
            var inner = Ops.triangleSolve(Ops.mT(factors), Batches.expand(b, batch), false, false);
            return Ops.matmul(order, Ops.triangleSolve(Ops.mT(factors), inner, true, true));
        }
        var inner = Ops.triangleSolve(factors, Batches.expand(Ops.matmul(Ops.mT(order), b), batch), false, true);
        return Ops.triangleSolve(factors, inner, true, false);
    }

    private static void requireRows(String op, Tensor a, Tensor b) {
        Batches.requireMatrices(op, b);
        if (a.size(-1) != b.size(-2)) {
            throw new ShapeException(
                op + ": the matrix of " + a.size(-1) + " rows needs a right side of as many, got " + b.size(-2) + "\n  matrix: "
                    + Operand.describe(a) + "   right side: " + Operand.describe(b));
        }
    }

    // ---- determinants -----------------------------------------------------------------------------------------------

    static LinalgSlogdetResult slogdet(Tensor a) {
        Batches.requireSquare("linalg.slogdet", a);
        var parts = Ops.signLogDet(a);
        return new LinalgSlogdetResult(parts.sign(), parts.logabsdet());
    }

    static SlogdetResult slogdetOf(Tensor input) {
        var parts = slogdet(input);
        return new SlogdetResult(parts.sign(), parts.logabsdet());
    }

    static Tensor logdet(Tensor input) {
        var parts = slogdet(input);
        return Ops.maskedFill(parts.logabsdet(), Ops.lt(parts.sign(), 0), Double.NaN);
    }
}
