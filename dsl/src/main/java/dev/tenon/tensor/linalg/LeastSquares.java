package dev.tenon.tensor.linalg;

import dev.tenon.core.DType;
import dev.tenon.ops.LstsqDriver;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.LinalgLstsqResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import org.jspecify.annotations.Nullable;

/** Systems with more equations than unknowns, or fewer. */
public final class LeastSquares {
    private static final String NAME = "linalg.lstsq";

    private LeastSquares() {}

    public static LinalgLstsqResult lstsq(Tensor input, Tensor b, @Nullable Double rcond, LstsqDriver driver) {
        Batches.requireMatrices(NAME, input);
        boolean vector = b.rank() == input.rank() - 1;
        var right = vector ? Ops.unsqueeze(b, -1) : b;
        Batches.requireMatrices(NAME, right);
        if (right.size(-2) != input.size(-2)) {
            throw Batches.wrong(NAME, "the right side must have as many rows as the input, got " + right.size(-2), input, null);
        }
        var batch = Batches.common(NAME, input, right);
        var a = Batches.expand(input, batch);
        var solution = Ops.matmul(MatrixNumbers.pinv(a, null, rcond, false), right);
        var singular = UncheckedOps.thinSvd(a.detach()).s();
        var rank = MatrixNumbers.rank(singular, null, MatrixNumbers.threshold(rcond, a), a);
        return new LinalgLstsqResult(vector ? Ops.squeeze(solution, -1) : solution, residuals(a, right, solution, rank, driver),
            driver == LstsqDriver.GELS ? none(DType.INT64, a) : rank,
            driver == LstsqDriver.GELSD || driver == LstsqDriver.GELSS ? singular : none(a.dtype(), a));
    }

    /** Known where there are more equations than unknowns and every unknown is determined; else, and of gelsy, empty, as in PyTorch. */
    private static Tensor residuals(Tensor a, Tensor b, Tensor solution, Tensor rank, LstsqDriver driver) {
        long columns = a.size(-1);
        boolean full = a.size(-2) > columns && driver != LstsqDriver.GELSY
            && (driver == LstsqDriver.GELS || Ops.all(Ops.eq(rank, columns)).item() != 0);
        return full ? Ops.sum(Ops.square(Ops.sub(Ops.matmul(a, solution), b)), -2) : none(a.dtype(), a);
    }

    private static Tensor none(DType dtype, Tensor like) {
        return Creation.zeros(dtype, like.device(), 0);
    }
}
