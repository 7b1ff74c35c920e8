package dev.tenon.nn.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.BagMode;
import dev.tenon.tensor.Tensor;
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

    // ---- PyTorch 2.13's numbers --------------------------------------------------------------------------------------

    private static Tensor table() {
        return Tenon.arange(10).to(DType.FLOAT64).sin().mul(3).reshape(5, 2);
    }

    private static final Tensor WORDS = Tenon.tensor(new long[][] {{1, 2, 1}, {4, 1, 4}});

    @Test
    void theTableIsScaledInPlaceByTheNormOfItsOrder() {
        var embedding = Embedding.fromPretrained(table(), false, o -> o.maxNorm(1.5).normType(1));
        var rows = embedding.forward(WORDS);
        assertThat(embedding.weight().toDoubleArray()).containsExactly(new double[] {0, 2.5244129544236893, 1.2984800629327582,
            0.20151988946711966, -0.6616459804530356, -0.8383539904047957, -0.8382464945967776, 1.9709597961563672, 1.0589097206509228,
            0.4410902436724244}, within(1e-15));
        rows.mul(Tenon.arange(12).to(DType.FLOAT64).reshape(2, 3, 2)).sum().backward();
        assertThat(embedding.weight().grad().toDoubleArray()).containsExactly(0, 0, 12, 15, 2, 3, 0, 0, 16, 18);
    }

    @Test
    void gradientsAreDividedByHowOftenARowOccurs() {
        var embedding = Embedding.fromPretrained(table(), false, o -> o.scaleGradByFreq().padding(-1));
        embedding.forward(WORDS).mul(Tenon.arange(12).to(DType.FLOAT64).reshape(2, 3, 2)).sum().backward();
        assertThat(embedding.weight().grad().toDoubleArray()).containsExactly(0, 0, 4, 5, 2, 3, 0, 0, 0, 0);
    }

    @Test
    void gradientsOfBagsAreDividedByHowOftenARowOccurs() {
        var words = Tenon.tensor(new long[] {1, 2, 1, 4, 1, 2, 0, 4});
        var offsets = Tenon.tensor(new long[] {0, 3, 3, 5});
        var bag = EmbeddingBag.fromPretrained(Tenon.arange(15).to(DType.FLOAT64).reshape(5, 3), false, o -> o.mode(BagMode.SUM)
            .scaleGradByFreq());
        var sums = bag.forward(words, offsets);
        assertThat(sums.toDoubleArray()).containsExactly(12, 15, 18, 0, 0, 0, 15, 17, 19, 18, 21, 24);
        sums.mul(Tenon.arange(1, 13).to(DType.FLOAT64).reshape(4, 3)).sum().backward();
        // Without the factors PyTorch gives 10 11 12, 9 12 15, 11 13 15, 0 0 0 and 17 19 21; rows 0, 1, 2 and 4 occur 1, 3, 2 and 2 times.
        assertThat(bag.weight().grad().toDoubleArray()).containsExactly(new double[] {10, 11, 12, 3, 4, 5, 5.5, 6.5, 7.5, 0, 0, 0, 8.5, 9.5,
            10.5}, within(1e-14));
        assertThatThrownBy(() -> new EmbeddingBag(5, 3, o -> o.mode(BagMode.MAX).scaleGradByFreq()).forward(words, offsets))
            .isInstanceOf(ArgumentException.class).hasMessageContaining("no meaning with mode max");
    }
}
