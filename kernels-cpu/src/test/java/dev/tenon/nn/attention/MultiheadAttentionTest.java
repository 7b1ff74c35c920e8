package dev.tenon.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultiheadAttentionTest {
    @BeforeEach
    void seed() {
        Tenon.manualSeed(7);
    }

    @Test
    void theStateHasPyTorchsNamesInPyTorchsOrder() {
        assertThat(new MultiheadAttention(8, 2).stateDict().keySet()).containsExactly("in_proj_weight", "in_proj_bias", "out_proj.weight",
            "out_proj.bias");
        assertThat(new MultiheadAttention(8, 2, o -> o.kdim(3).addBiasKv()).stateDict().keySet()).containsExactly("q_proj_weight",
            "k_proj_weight", "v_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias");
        assertThat(new MultiheadAttention(8, 2, o -> o.noBias()).stateDict().keySet()).containsExactly("in_proj_weight", "out_proj.weight");
    }

    @Test
    void projectionsStartWithinXaviersBoundAndBiasesAtZero() {
        var state = new MultiheadAttention(8, 2).stateDict();
        double largest = Objects.requireNonNull(state.get("in_proj_weight")).abs().max().item();
        assertThat(largest).isBetween(0.9 * Math.sqrt(6.0 / 32), Math.sqrt(6.0 / 32));
        assertThat(Objects.requireNonNull(state.get("in_proj_bias")).abs().max().item()).isZero();
        assertThat(Objects.requireNonNull(state.get("out_proj.bias")).abs().max().item()).isZero();
    }

    @Test
    void theFusedKernelGivesWhatTheWeightsGive() {
        var attention = new MultiheadAttention(8, 2, o -> o.batchFirst());
        var query = Tenon.randn(2, 5, 8);
        var memory = Tenon.randn(2, 6, 8);
        var padding = Tenon.tensor(new boolean[][] {{false, false, false, false, true, true}, {false, false, false, false, false, true}});
        var mask = Tenon.randn(5, 6);
        var whole = attention.forward(query, memory, memory, o -> o.keyPaddingMask(padding).attnMask(mask));
        var fused = attention.forward(query, memory, memory, o -> o.keyPaddingMask(padding).attnMask(mask).needWeights(false));
        assertThat(fused.weights()).isNull();
        assertClose(fused.output(), whole.output());
        var weights = Objects.requireNonNull(whole.weights());
        assertThat(weights.shape().toArray()).containsExactly(2, 5, 6);
        assertThat(weights.select(0, 0).narrow(1, 4, 2).abs().max().item()).isZero();
    }

    @Test
    void weightsOfEachHeadAreGivenIfTheyAreNotToBeAveraged() {
        var attention = new MultiheadAttention(8, 2);
        var x = Tenon.randn(5, 3, 8);
        var each = Objects.requireNonNull(attention.forward(x, x, x, o -> o.averageAttnWeights(false)).weights());
        assertThat(each.shape().toArray()).containsExactly(3, 2, 5, 5);
        assertClose(each.mean(1), Objects.requireNonNull(attention.forward(x, x, x).weights()));
    }

    @Test
    void causalIsTheMaskOfWhatLiesBehind() {
        var attention = new MultiheadAttention(8, 2, o -> o.batchFirst().causal());
        var x = Tenon.randn(2, 5, 8);
        var mask = Transformer.generateSquareSubsequentMask(5);
        var masked = attention.forward(x, x, x, o -> o.attnMask(mask)).output();
        assertClose(attention.forward(x), masked);
        assertClose(attention.forward(x, x, x, o -> o.isCausal(true)).output(), masked);
        assertClose(attention.forward(x, x, x, o -> o.isCausal(true).needWeights(false)).output(), masked);
        assertClose(attention.forward(x, x, x, o -> o.attnMask(mask).isCausal(true).needWeights(false)).output(), masked);
        var padding = Tenon.tensor(new boolean[][] {{false, false, false, false, true}, {false, false, false, true, true}});
        assertClose(attention.forward(x, x, x, o -> o.isCausal(true).keyPaddingMask(padding).needWeights(false)).output(),
            attention.forward(x, x, x, o -> o.attnMask(mask).keyPaddingMask(padding)).output());
    }

    @Test
    void layoutsGiveTheSame() {
        var byBatch = new MultiheadAttention(8, 2, o -> o.batchFirst());
        var byLength = new MultiheadAttention(8, 2);
        byLength.loadStateDict(byBatch.stateDict());
        var x = Tenon.randn(2, 5, 8);
        assertClose(byLength.forward(x.transpose(0, 1)).transpose(0, 1), byBatch.forward(x));
        assertClose(byLength.forward(x.select(0, 1)), byBatch.forward(x).select(0, 1));
    }

    @Test
    void dropoutOfWeightsDrawsFromAGeneratorOfTheLayerInTraining() {
        var attention = new MultiheadAttention(8, 2, o -> o.batchFirst().dropout(0.5));
        assertThat(attention.namedGenerators().keySet()).containsExactly("generator");
        var x = Tenon.randn(2, 5, 8);
        assertThat(attention.forward(x).sub(attention.forward(x)).abs().max().item()).isPositive();
        attention.eval();
        assertClose(attention.forward(x), attention.forward(x, x, x).output());
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsSizes() {
        assertThatThrownBy(() -> new MultiheadAttention(8, 3)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("heads (3) must divide embedDim (8)").hasMessageContaining("heads = 2");
        var attention = new MultiheadAttention(8, 2, o -> o.batchFirst());
        var x = Tenon.randn(2, 5, 8);
        assertThatThrownBy(() -> attention.forward(Tenon.randn(2, 5, 7))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("[batch, length, 8]");
        assertThatThrownBy(() -> attention.forward(x, x, x, o -> o.attnMask(Tenon.zeros(5, 4)))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("attn_mask must be [5, 5] or [4, 5, 5]");
        assertThatThrownBy(() -> attention.forward(x, x, x, o -> o.keyPaddingMask(Tenon.zeros(5, 2)))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("key_padding_mask must be [2, 5]");
        assertThatThrownBy(() -> attention.forward(List.of(x, x))).isInstanceOf(ArgumentException.class).hasMessageContaining("got 2");
    }

    static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).abs().max().item()).isLessThan(1e-5);
    }
}
