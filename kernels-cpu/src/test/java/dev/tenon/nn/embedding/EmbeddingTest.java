package dev.tenon.nn.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.BagMode;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    @Test
    void aTableOfValuesIsKeptAsItIsIfItIsFrozen() {
        var values = Tenon.tensor(new double[][] {{1, 2}, {3, 4}});
        var frozen = Embedding.fromPretrained(values, true);
        assertThat(frozen.weight().requiresGrad()).isFalse();
        assertThat(frozen.forward(Tenon.tensor(new long[] {1, 0})).toFloatArray()).containsExactly(3, 4, 1, 2);
        assertThat(frozen.weight().sharesStorage(values)).isFalse();
        assertThat(Embedding.fromPretrained(values, false).weight().requiresGrad()).isTrue();
        assertThatThrownBy(() -> Embedding.fromPretrained(Tenon.tensor(new double[] {1, 2}), true)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("[count, width]");
    }

    @Test
    void rowsThatAreLookedUpAreScaledDownToTheNormInTheTable() {
        var embedding = Embedding.fromPretrained(Tenon.tensor(new double[][] {{3, 4}, {3, 4}}), true, o -> o.maxNorm(1));
        embedding.forward(Tenon.tensor(new long[] {1}));
        assertThat(embedding.weight().select(0, 0).toFloatArray()).containsExactly(3, 4);
        assertThat(embedding.weight().select(0, 1).square().sum().item()).isBetween(0.999, 1.001);
    }

    @Test
    void bagsLieBetweenOffsets() {
        var bag = EmbeddingBag.fromPretrained(Tenon.tensor(new double[][] {{1, 2}, {3, 4}, {5, 9}}), true, o -> o.mode(BagMode.SUM));
        var sums = bag.forward(Tenon.tensor(new long[] {0, 1, 2}), Tenon.tensor(new long[] {0, 0, 1}));
        assertThat(sums.toFloatArray()).containsExactly(0, 0, 1, 2, 8, 13);
        var weighted = bag.forward(Tenon.tensor(new long[] {0, 1}), Tenon.tensor(new long[] {0}),
            Tenon.tensor(new double[] {2, 10}).to(bag.weight().dtype()));
        assertThat(weighted.toFloatArray()).containsExactly(32, 44);
    }
}
