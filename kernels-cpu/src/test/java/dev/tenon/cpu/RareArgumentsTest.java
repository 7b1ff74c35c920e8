package dev.tenon.cpu;

import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.ops.ScatterMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arguments that few calls give; the numbers are PyTorch's. */
class RareArgumentsTest {
    private static Tensor matrix(double[]... rows) {
        return Ops.stack(Arrays.stream(rows).map(row -> tensor(row).to(DType.FLOAT32)).toList());
    }

    @Test
    void embeddingLimitsTheNormsOfTheRowsItLooksUp() {
        var weight = matrix(new double[] {3, 4}, new double[] {0.3, 0.4}, new double[] {6, 8}).requiresGrad_(true);
        var rows = Ops.embedding(tensor(new long[] {0, 1, 0}), weight, null, 1.0, 2, true);
        Ops.sum(rows).backward();
        assertThat(rows.toDoubleArray()).containsExactly(new double[] {0.6, 0.8, 0.3, 0.4, 0.6, 0.8}, within(1e-6));
        assertThat(weight.toDoubleArray()).containsExactly(new double[] {0.6, 0.8, 0.3, 0.4, 6, 8}, within(1e-6));
        assertThat(weight.grad().toDoubleArray()).containsExactly(1, 1, 1, 1, 0, 0);
    }

    @Test
    void embeddingKnowsOtherNorms() {
        var weight = matrix(new double[] {3, 4}, new double[] {0.3, 0.4});
        var rows = Ops.embedding(tensor(new long[] {0, 1}), weight, null, 1.0, 1, false);
        assertThat(rows.toDoubleArray()).containsExactly(new double[] {3 / 7.0, 4 / 7.0, 0.3, 0.4}, within(1e-6));
    }

    @Test
    void scatterAddsOrMultiplies() {
        var ones = Ops.ones(new long[] {2, 3}, null, null);
        var index = Ops.stack(List.of(tensor(new long[] {0, 0}), tensor(new long[] {2, 1})));
        var source = matrix(new double[] {5, 6}, new double[] {7, 8});
        assertThat(Ops.scatter(ones, 1, index, source, ScatterMode.MULTIPLY).toDoubleArray()).containsExactly(30, 1, 1, 1, 8, 7);
        assertThat(Ops.scatter(ones, 1, index, 2.5, ScatterMode.ADD).toDoubleArray()).containsExactly(6, 1, 1, 1, 3.5, 3.5);
    }

    @Test
    void sumsOfIntegersInEinsumAreInt64() {
        var matrix = Ops.ones(new long[] {2, 3}, DType.INT32, null);
        assertThat(Ops.einsum(List.of(matrix), "ij->i").dtype()).isEqualTo(DType.INT64);
        assertThat(Ops.einsum(List.of(matrix, matrix), "ij,ij->i").dtype()).isEqualTo(DType.INT32);
    }

    @Test
    void integersBetweenPowersStartAtAPower() {
        assertThat(Ops.logspace(4.3, 1.2, 4, 10, DType.INT64, null).toLongArray()).containsExactly(10000, 1000, 100, 10);
    }
}
