package dev.tenon.nn.attention;

import static dev.tenon.nn.attention.MultiheadAttentionTest.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.tensor.Ops;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransformerTest {
    @BeforeEach
    void seed() {
        Tenon.manualSeed(7);
    }

    @Test
    void theStateHasPyTorchsNames() {
        assertThat(new TransformerEncoder(8, 2, 2, o -> o.dimFeedforward(16).normFirst()).stateDict().keySet()).hasSize(26)
            .startsWith("layers.0.self_attn.in_proj_weight", "layers.0.self_attn.in_proj_bias", "layers.0.self_attn.out_proj.weight",
                "layers.0.self_attn.out_proj.bias", "layers.0.linear1.weight", "layers.0.linear1.bias", "layers.0.linear2.weight",
                "layers.0.linear2.bias", "layers.0.norm1.weight", "layers.0.norm1.bias", "layers.0.norm2.weight", "layers.0.norm2.bias")
            .endsWith("norm.weight", "norm.bias");
        assertThat(new Transformer(8, 2, 1, 1, o -> o.dimFeedforward(16)).stateDict().keySet()).hasSize(12 + 18 + 4)
            .contains("encoder.layers.0.norm2.weight", "encoder.norm.bias", "decoder.layers.0.multihead_attn.in_proj_weight",
                "decoder.layers.0.norm3.bias", "decoder.norm.weight");
    }

    @Test
    void aStackOfCopiesBeginsWithEqualValuesAndAStackOfItsOwnDoesNot() {
        var copies = new TransformerEncoder(new TransformerEncoderLayer(8, 2, o -> o.dimFeedforward(16)), 2, new LayerNorm(8)).stateDict();
        var own = new TransformerEncoder(8, 2, 2, o -> o.dimFeedforward(16)).stateDict();
        var first = Objects.requireNonNull(copies.get("layers.0.linear1.weight"));
        var second = Objects.requireNonNull(copies.get("layers.1.linear1.weight"));
        assertThat(first.sub(second).abs().max().item()).isZero();
        assertThat(first.sharesStorage(second)).isFalse();
        assertThat(Objects.requireNonNull(own.get("layers.0.linear1.weight"))
            .sub(Objects.requireNonNull(own.get("layers.1.linear1.weight"))).abs().max().item()).isPositive();
        assertThat(own).doesNotContainKey("norm.weight");
    }

    @Test
    void aCausalStackSeesNothingOfWhatLiesBehind() {
        var encoder = new TransformerEncoder(8, 2, 2, o -> o.dimFeedforward(16).normFirst().gelu().batchFirst().causal());
        encoder.eval();
        var x = Tenon.randn(1, 5, 8);
        var other = Ops.cat(List.of(x.narrow(1, 0, 3), Tenon.randn(1, 2, 8)), 1);
        assertClose(encoder.forward(x).narrow(1, 0, 3), encoder.forward(other).narrow(1, 0, 3));
        assertThat(encoder.forward(x).sub(encoder.forward(other)).abs().max().item()).isPositive();
        assertClose(encoder.forward(x), encoder.forward(x, o -> o.mask(Transformer.generateSquareSubsequentMask(5))));
    }

    @Test
    void paddingOfTheSourceIsSeenByNeitherStack() {
        var transformer = new Transformer(8, 2, 1, 1, o -> o.dimFeedforward(16).batchFirst());
        transformer.eval();
        var source = Tenon.randn(1, 4, 8);
        var target = Tenon.randn(1, 3, 8);
        var padded = Ops.cat(List.of(source, Tenon.randn(1, 2, 8)), 1);
        var padding = Tenon.tensor(new boolean[][] {{false, false, false, false, true, true}});
        assertClose(transformer.forward(padded, target, s -> s.keyPaddingMask(padding), t -> t.memoryKeyPaddingMask(padding)),
            transformer.forward(source, target));
    }

    @Test
    void everyParameterLearns() {
        var transformer = new Transformer(8, 2, 1, 1, o -> o.dimFeedforward(16).normFirst().gelu().dropout(0.1));
        transformer.forward(Tenon.randn(4, 2, 8), Tenon.randn(3, 2, 8), s -> s, t -> t.tgtIsCausal(true)).square().sum().backward();
        transformer.namedParameters().forEach((name, parameter) -> assertThat(parameter.grad()).as(name).isNotNull());
    }

    @Test
    void whatIsMissingIsNamed() {
        var decoder = new TransformerDecoderLayer(8, 2, o -> o.dimFeedforward(16));
        assertThatThrownBy(() -> decoder.forward(Tenon.randn(3, 1, 8))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("a sequence and a memory");
        var transformer = new Transformer(8, 2, 1, 1, o -> o.dimFeedforward(16));
        assertThatThrownBy(() -> transformer.forward(Tenon.randn(4, 2, 8), Tenon.randn(4, 3, 8))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("[length, batch, 8] of one batch size");
    }

    @Test
    void positionsAreTheSinesOfThePaperOrVectorsThatLearn() {
        var table = new SinusoidalPositions().forward(Tenon.zeros(1, 3, 4));
        for (int p = 0; p < 3; p++) {
            var row = table.select(0, 0).select(0, p);
            assertClose(row, Tenon.tensor(new double[] {Math.sin(p), Math.cos(p), Math.sin(p / 100.0), Math.cos(p / 100.0)})
                .to(row.dtype()));
        }
        var learned = new LearnedPositions(5, 4);
        assertClose(learned.forward(Tenon.zeros(2, 3, 4)).select(0, 1), learned.weight().narrow(0, 0, 3));
        assertThatThrownBy(() -> learned.forward(Tenon.zeros(2, 6, 4))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("up to 5");
    }
}
