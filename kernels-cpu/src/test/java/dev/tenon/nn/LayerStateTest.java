package dev.tenon.nn;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.declare.Network;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.BatchNorm1d;
import dev.tenon.nn.norm.GroupNorm;
import dev.tenon.nn.norm.InstanceNorm1d;
import dev.tenon.nn.norm.NormOptions;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStateTest {
    private static final Network NET = sequential(image(1, 8, 8), s -> s.conv2d(4, c -> c.kernel(3).same()).batchNorm().relu()
        .block("gate", x -> x.conv2d(4, 1).mul(x.conv2d(4, 1).sigmoid())).flatten().dropout(0.5).linear(3));

    @TempDir
    private Path folder;

    @Test
    void networksOfOneSeedAreEqual() {
        var first = NET.build(seed(1));
        var second = NET.build(Device.CPU, seed(1));
        var x = randn(2, 1, 8, 8);
        assertThat(first.eval().forward(x).toFloatArray()).isEqualTo(second.eval().forward(x).toFloatArray())
            .isNotEqualTo(NET.build(seed(2)).eval().forward(x).toFloatArray());
        assertThat(first.train().forward(x).toFloatArray()).isEqualTo(second.train().forward(x).toFloatArray());
    }

    @Test
    void aSavedStateGivesTheSameOutputs() {
        var saved = NET.build(seed(1));
        saved.forward(randn(4, 1, 8, 8));
        saved.save(folder.resolve("net.safetensors"));
        var loaded = NET.build(seed(2));
        loaded.load(folder.resolve("net.safetensors"));
        var x = randn(2, 1, 8, 8);
        assertThat(loaded.eval().forward(x).toFloatArray()).isEqualTo(saved.eval().forward(x).toFloatArray());
        assertThat(loaded.stateDict().keySet()).contains("gate.0.weight", "gate.1.bias", "1.num_batches_tracked", "6.weight");
    }

    @Test
    void convertedLayersComputeInTheirDtypeAndStayLeaves() {
        var layer = new Linear(3, 2);
        layer.to(DType.FLOAT64);
        assertThat(layer.weight().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(layer.parameters()).allMatch(Tensor::isLeaf).allMatch(Tensor::requiresGrad);
        assertThat(layer.forward(ones(DType.FLOAT64, 4, 3)).dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void firstValuesAreUniformWithinTheRootOfTheFanIn() {
        manualSeed(3);
        var weight = new Conv2d(4, 50, c -> c.kernel(5)).weight().toDoubleArray();
        double bound = 1 / Math.sqrt(4 * 5 * 5);
        assertThat(Arrays.stream(weight).max().orElseThrow()).isBetween(0.99 * bound, bound);
        assertThat(Arrays.stream(weight).min().orElseThrow()).isBetween(-bound, -0.99 * bound);
        assertThat(Arrays.stream(weight).map(w -> w * w).average().orElseThrow())
            .isCloseTo(bound * bound / 3, within(0.05 * bound * bound));
    }

    @Test
    void aPaddingRowStartsAtZeroAndStaysThere() {
        var table = new Embedding(5, 2, -1L);
        var out = table.forward(tensor(new long[] {4, 1, 4}));
        assertThat(out.toDoubleArray()).startsWith(0, 0).endsWith(0, 0);
        out.sum().backward();
        assertThat(table.weight().grad()).isNotNull().satisfies(grad -> assertThat(grad.toDoubleArray())
            .containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void normsWithoutABiasAreAsThoseWhoseBiasIsZero() {
        var x = randn(4, 6, 3);
        same(new BatchNorm1d(6).forward(x), new BatchNorm1d(6, NormOptions::noBias).forward(x));
        same(new InstanceNorm1d(6, o -> o.affine(true)).forward(x), new InstanceNorm1d(6, o -> o.affine(true).noBias()).forward(x));
        same(new GroupNorm(2, 6).forward(x), new GroupNorm(2, 6, 1e-5, true, false).forward(x));
        assertThat(new GroupNorm(2, 6, 1e-5, true, false).stateDict().keySet()).containsExactly("weight");
    }

    private static void same(Tensor expected, Tensor actual) {
        assertThat(actual.toFloatArray()).isEqualTo(expected.toFloatArray());
    }

    @Test
    void tensorsAreMadeOfNestedArraysAndLists() {
        assertThat(tensor(new double[][] {{1, 2}, {3, 4}}).matmul(ones(2)).toDoubleArray()).containsExactly(3, 7);
        assertThat(tensor(java.util.List.of(java.util.List.of(1, 2), java.util.List.of(3, 4))).dtype()).isEqualTo(DType.INT64);
        assertThat(tensor(new int[][][] {{{1}, {0}}}, DType.BOOL).toBooleanArray()).containsExactly(true, false);
        assertThat(tensor(7).rank()).isZero();
    }
}
