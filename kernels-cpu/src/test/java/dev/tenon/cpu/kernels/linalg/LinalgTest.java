package dev.tenon.cpu.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.MatrixTriangle;
import dev.tenon.ops.NormKind;
import dev.tenon.ops.QrMode;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Factorisations by what their factors multiply to, and gradients of first and second order against finite differences. */
class LinalgTest {
    private static final double STEP = 1e-5;

    private static Tensor random(int seed, long... shape) {
        var random = new Random(seed);
        var values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.setAll(values, i -> random.nextGaussian());
        return Creation.of(values, DType.FLOAT64, Device.CPU, shape);
    }

    /** Square matrices far from singular ones, so that finite differences are exact enough. */
    private static Tensor regular(int seed, long n) {
        return random(seed, 2, n, n).add(Creation.eye(n, n, DType.FLOAT64, Device.CPU).mul(4));
    }

    private static Tensor positive(int seed, long n) {
        var x = random(seed, 2, n, n);
        return x.matmul(x.mT()).add(Creation.eye(n, n, DType.FLOAT64, Device.CPU));
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertClose(actual.toDoubleArray(), expected.toDoubleArray(), tolerance);
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
        }
    }

    private static void assertOrthonormal(Tensor columns) {
        long n = columns.size(-1);
        assertClose(columns.mT().matmul(columns), Creation.eye(n, n, DType.FLOAT64, Device.CPU).expand(2, n, n), 1e-12);
    }

    // ---- gradients --------------------------------------------------------------------------------------------------

    private static double dot(Tensor a, Tensor b) {
        return a.mul(b).sum().item();
    }

    private static Tensor gradient(UnaryOperator<Tensor> f, Tensor x, Tensor weights, boolean createGraph) {
        return Autograd.grad(List.of(f.apply(x)), List.of(x), List.of(weights), createGraph, createGraph, true).getFirst();
    }

    private static double[] differences(Tensor x, ToDoubleFunction<Tensor> f) {
        var values = x.toDoubleArray();
        var result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (f.applyAsDouble(shifted(x, values, i, STEP)) - f.applyAsDouble(shifted(x, values, i, -STEP))) / (2 * STEP);
        }
        return result;
    }

    private static Tensor shifted(Tensor x, double[] values, int i, double by) {
        var moved = values.clone();
        moved[i] += by;
        return Creation.of(moved, DType.FLOAT64, Device.CPU, x.shape().toArray()).requiresGrad_(true);
    }

    private static void assertGradients(UnaryOperator<Tensor> f, Tensor x) {
        var leaf = x.detach().clone().requiresGrad_(true);
        var weights = random(91, f.apply(leaf).shape().toArray());
        assertClose(gradient(f, leaf, weights, false).toDoubleArray(), differences(leaf, moved -> dot(f.apply(moved), weights)), 2e-6);
        var second = random(92, x.shape().toArray());
        UnaryOperator<Tensor> first = moved -> gradient(f, moved, weights, true);
        if (!first.apply(leaf).requiresGrad()) {
            return; // a linear function
        }
        assertClose(gradient(first, leaf, second, false).toDoubleArray(), differences(leaf, moved -> dot(first.apply(moved), second)),
            2e-5);
    }

    // ---- elimination ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"4, 4", "3, 5", "5, 3", "1, 1"})
    void luMultipliesToTheMatrix(long m, long n) {
        var a = random(1, 2, m, n);
        var parts = Ops.linalgLu(a);
        assertClose(parts.p().matmul(parts.l()).matmul(parts.u()), a, 1e-12);
        assertGradients(x -> Ops.linalgLu(x).l().sum().add(Ops.linalgLu(x).u().square().sum()), a);
        assertGradients(x -> Ops.linalgLuFactor(x).lu(), a);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void luSolves(boolean left, boolean adjoint) {
        var a = random(2, 2, 3, 3);
        var b = left ? random(3, 2, 3, 2) : random(3, 2, 2, 3);
        var parts = Ops.linalgLuFactor(a);
        var x = Ops.linalgLuSolve(parts.lu(), parts.pivots(), b, left, adjoint);
        var matrix = adjoint ? a.mT() : a;
        assertClose(left ? matrix.matmul(x) : x.matmul(matrix), b, 1e-11);
    }

    @Test
    void solutionsHaveGradients() {
        var a = regular(4, 3);
        var b = random(5, 3, 2);
        assertGradients(x -> Ops.linalgSolve(x, b), a);
        assertGradients(x -> Ops.linalgSolve(a, x), b);
        assertGradients(x -> Ops.linalgSolve(x, random(6, 2, 2, 3), false), a);
        assertGradients(Ops::linalgInv, a);
        assertGradients(x -> Ops.linalgSolveTriangular(x, b, true), a);
        assertGradients(x -> Ops.linalgSolveTriangular(x, b.mT(), false, false, true), a);
        assertGradients(Ops::det, a);
        assertGradients(x -> Ops.linalgSlogdet(x).logabsdet(), a);
    }

    @Test
    void determinantsOfSingularMatricesHaveGradients() {
        var a = Creation.of(new double[] {1, 2, 3, 2, 4, 6, 0, 1, 5}, DType.FLOAT64, Device.CPU, 3, 3);
        assertThat(Ops.det(a).item()).isCloseTo(0, within(1e-12));
        var leaf = a.requiresGrad_(true);
        var weights = Creation.ones(DType.FLOAT64, Device.CPU);
        assertClose(gradient(Ops::det, leaf, weights, false).toDoubleArray(), new double[] {14, -10, 2, -7, 5, -1, 0, 0, 0}, 1e-12);
    }

    @Test
    void singularMatricesAreRefused() {
        var a = Creation.of(new double[] {1, 0, 0, 1, 1, 2, 2, 4}, DType.FLOAT64, Device.CPU, 2, 2, 2);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Ops.linalgInv(a))
            .withMessageContaining("matrix 1 of the batch is singular");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Ops.linalgCholesky(a.neg()))
            .withMessageContaining("not positive-definite");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Ops.linalgSolveTriangular(a.tril(-1), a, false))
            .withMessageContaining("singular");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> Ops.linalgInv(random(1, 2, 3))).withMessageContaining("square");
        assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> Ops.linalgInv(a.to(DType.FLOAT16)))
            .withMessageContaining("float32");
    }

    /** The second matrix of a batch, with a value in its first column. */
    private static Tensor spoilt(DType dtype, double value) {
        var values = new double[] {4, 1, 0, 1, 3, 1, 0, 1, 2, 4, 1, 0, value, 3, 1, 0, 1, 2};
        return Creation.of(values, dtype, Device.CPU, 2, 3, 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void methodsThatWouldNotEndRefuseWhatIsNotFinite(double value) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var x = spoilt(dtype, value);
            for (var call : List.<UnaryOperator<Tensor>>of(a -> a.linalgSvd().s(), a -> a.svd().s(), Tensor::linalgSvdvals,
                Tensor::linalgPinv,
                Tensor::linalgMatrixRank, Tensor::linalgCond, a -> a.linalgMatrixNorm(NormKind.NUC), a -> a.linalgMatrixNorm(2),
                a -> a.linalgLstsq(a).solution(), a -> a.linalgEigh().eigenvalues(), Tensor::linalgEigvalsh)) {
                assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> call.apply(x))
                    .withMessageMatching("(?s)(linalg\\.\\w+|svd): .*")
                    .withMessageContaining("matrix 1 of the batch contains non-finite values: " + value + " at [1, 0]");
            }
        }
    }

    @Test
    void otherFactorisationsPassNanOn() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var x = spoilt(dtype, Double.NaN);
            assertThat(x.linalgDet().toDoubleArray()[1]).isNaN();
            assertThat(x.linalgSlogdet().sign().toDoubleArray()[1]).isZero();
            assertThat(x.linalgInv().select(0, 1).toDoubleArray()).containsOnly(Double.NaN);
            assertThat(x.linalgQr().q().select(0, 1).toDoubleArray()).containsOnly(Double.NaN);
            assertThat(x.linalgInv().select(0, 0).isfinite().all().item()).isEqualTo(1);
            assertThatExceptionOfType(ArgumentException.class).isThrownBy(x::linalgCholesky)
                .withMessageContaining("matrix 1 of the batch is not positive-definite: its leading minor of order 2");
        }
    }

    @Test
    void onlyTheTriangleThatIsReadMustBeFinite() {
        var x = Creation.of(new double[] {2, Double.NaN, 1, 2}, DType.FLOAT64, Device.CPU, 2, 2);
        assertClose(x.linalgEigvalsh().toDoubleArray(), new double[] {1, 3}, 1e-14);
    }

    @Test
    void singlePrecisionSolves() {
        var a = random(7, 40, 5, 5).to(DType.FLOAT32);
        var identity = Ops.linalgInv(a).matmul(a).to(DType.FLOAT64);
        assertClose(identity, Creation.eye(5, 5, DType.FLOAT64, Device.CPU).expand(40, 5, 5), 2e-3);
    }

    // ---- orthogonal factors -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(value = QrMode.class, names = {"REDUCED", "COMPLETE"})
    void qrMultipliesToTheMatrix(QrMode mode) {
        for (long[] shape : new long[][] {{2, 4, 3}, {2, 3, 4}, {2, 3, 3}}) {
            var a = random(8, shape);
            var parts = Ops.linalgQr(a, mode);
            assertOrthonormal(parts.q());
            assertClose(parts.q().matmul(parts.r()), a, 1e-12);
            assertClose(parts.r().triu(), parts.r(), 0);
            assertGradients(x -> Ops.linalgQr(x, mode).r(), a);
            assertGradients(x -> {
                var q = Ops.linalgQr(x, mode).q();
                var rest = q.narrow(-1, q.size(-1) - 1, 1);
                return rest.matmul(rest.mT());
            }, a);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void svdMultipliesToTheMatrix(boolean full) {
        for (long[] shape : new long[][] {{2, 4, 3}, {2, 3, 4}, {2, 3, 3}}) {
            var a = random(9, shape);
            var parts = Ops.linalgSvd(a, full);
            assertOrthonormal(parts.u());
            assertOrthonormal(parts.vh().mT());
            long k = parts.s().size(-1);
            var product = parts.u().narrow(-1, 0, k).mul(parts.s().unsqueeze(-2)).matmul(parts.vh().narrow(-2, 0, k));
            assertClose(product, a, 1e-12);
            assertGradients(x -> Ops.linalgSvd(x, full).s(), a);
            assertGradients(x -> {
                var svd = Ops.linalgSvd(x, full);
                return svd.u().narrow(-1, 0, k).matmul(svd.vh().narrow(-2, 0, k));
            }, a);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eigenvectorsMultiplyToTheMatrix(MatrixTriangle triangle) {
        var a = positive(10, 4);
        var read = triangle == MatrixTriangle.L ? a.tril() : a.triu();
        var parts = Ops.linalgEigh(read, triangle);
        assertOrthonormal(parts.eigenvectors());
        assertClose(parts.eigenvectors().mul(parts.eigenvalues().unsqueeze(-2)).matmul(parts.eigenvectors().mT()), a, 1e-12);
        assertGradients(x -> Ops.linalgEigh(x.add(x.mT()), triangle).eigenvectors().square(), a);
        assertGradients(x -> Ops.linalgEigvalsh(x.add(x.mT()), triangle), a);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void choleskyMultipliesToTheMatrix(boolean upper) {
        var a = positive(11, 4);
        var factor = Ops.linalgCholesky(a, upper);
        assertClose(upper ? factor.mT().matmul(factor) : factor.matmul(factor.mT()), a, 1e-12);
        assertClose(Ops.choleskySolve(a, factor, upper), Creation.eye(4, 4, DType.FLOAT64, Device.CPU).expand(2, 4, 4), 1e-10);
        assertClose(Ops.choleskyInverse(factor, upper), Ops.linalgInv(a), 1e-10);
        assertGradients(x -> Ops.linalgCholesky(x.add(x.mT()), upper), a);
        assertGradients(x -> Ops.choleskyInverse(upper ? x.triu() : x.tril(), upper), factor);
    }

    // ---- least squares ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"5, 3", "3, 5", "4, 4"})
    void pseudoinversesMeetPenrosesConditions(long m, long n) {
        var a = m == n ? regular(12, n) : random(12, 2, m, n);
        var inverse = Ops.linalgPinv(a);
        assertClose(a.matmul(inverse).matmul(a), a, 1e-11);
        assertClose(inverse.matmul(a).matmul(inverse), inverse, 1e-11);
        assertClose(a.matmul(inverse), a.matmul(inverse).mT(), 1e-11);
        assertGradients(Ops::linalgPinv, a);
        assertGradients(x -> Ops.linalgLstsq(x, random(13, 2, m, 2)).solution(), a);
    }

    // ---- products ---------------------------------------------------------------------------------------------------

    @Test
    void kroneckerProductsHaveACopyForEveryElement() {
        var a = Creation.of(new double[] {1, 2}, DType.FLOAT64, Device.CPU, 1, 2);
        var b = Creation.of(new double[] {3, 4}, DType.FLOAT64, Device.CPU, 2, 1);
        assertThat(Ops.kron(a, b).toDoubleArray()).containsExactly(3, 6, 4, 8);
        assertThat(Ops.kron(a, b.squeeze()).toDoubleArray()).containsExactly(3, 4, 6, 8);
        assertGradients(x -> Ops.kron(x, b), a);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"ij,jk->ik", "bij,bjk", "...ij,...jk->...ik", "ij,ij->", "i j , k -> k j i", "ii->i", "ij,kj->ik"})
    void einsumIsItsDefinition(String equation) {
        var text = equation.replace(" ", "");
        boolean batched = text.startsWith("b") || text.startsWith(".");
        var a = batched ? random(14, 2, 3, 3) : random(14, 3, 3);
        var b = text.contains("k->kji") ? random(15, 4) : batched ? random(15, 2, 3, 3) : random(15, 3, 3);
        var operands = text.contains(",") ? List.of(a, b) : List.of(a);
        var expected = switch (text) {
            case "ij,ij->" -> a.mul(b).sum();
            case "ij,k->kji" -> b.unsqueeze(-1).unsqueeze(-1).mul(a.mT());
            case "ii->i" -> a.diagonal();
            case "ij,kj->ik" -> a.matmul(b.mT());
            default -> a.matmul(b);
        };
        // Without an arrow, the subscripts that occur once are left: b occurs twice and is summed.
        assertClose(Ops.einsum(operands, equation), text.equals("bij,bjk") ? expected.sum(0) : expected, 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ij,jk->il", "ij->", "ij,jk->ii", "i!,jk", "ij,jk,kl"})
    void wrongEquationsAreRefused(String equation) {
        var a = random(16, 3, 3);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Ops.einsum(List.of(a, a), equation))
            .withMessageContaining("einsum");
    }

    @Test
    void distancesHaveGradients() {
        var b = random(18, 4, 3);
        for (double p : new double[] {1, 1.5, 2, 3, Double.POSITIVE_INFINITY}) {
            assertGradients(x -> Ops.cdist(x, b, p), random(17, 2, 3));
        }
        var wide = random(19, 30, 3);
        assertClose(Ops.cdist(wide, b), Ops.cdist(wide.unsqueeze(0), b, 2).squeeze(0), 1e-12);
    }

    // ---- factors of symmetric matrices, and results that tell failure ------------------------------------------------------

    @Test
    void aSystemIsSolvedByTheFactorsOfASymmetricMatrixThatIsNotDefinite() {
        var x = random(61, 3, 5, 5);
        var symmetric = x.add(x.mT());
        var right = random(62, 3, 5, 2);
        var factors = Ops.linalgLdlFactor(symmetric);
        assertThat(Arrays.stream(factors.pivots().toLongArray()).min().orElseThrow()).as("a block of two").isNegative();
        assertClose(symmetric.matmul(Ops.linalgLdlSolve(factors.ld(), factors.pivots(), right)), right, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "0, 1", "-1, 1", "1, -1", "-5, -5"})
    void pivotsThatNoFactorisationMakesAreRefused(long first, long second) {
        var pivots = Creation.tensor(new long[] {first, second}, null, Device.CPU);
        var square = random(63, 2, 2);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Ops.linalgLdlSolve(square, pivots, square))
            .withMessageContaining("linalg.ldl_solve");
    }

    @Test
    void oneSingularMatrixOfABatchIsToldAndOnlyItsResultIsNothing() {
        var matrices = Creation.of(new double[] {2, 0, 0, 4, 1, 2, 2, 4}, DType.FLOAT64, Device.CPU, 2, 2, 2);
        var result = Ops.linalgInvEx(matrices);
        assertThat(result.info().toLongArray()).containsExactly(0, 2);
        assertThat(result.inverse().toDoubleArray()).startsWith(0.5, 0, 0, 0.25).endsWith(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Ops.linalgInvEx(matrices, true))
            .withMessageContaining("matrix 1 of the batch is singular");
    }
}
