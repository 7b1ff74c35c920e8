package dev.tenon.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Ops;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredAttentionTest {
    @Test
    void aLanguageModelIsAChain() {
        var net = Tenon.sequential(Tenon.tokens(6), s -> s.embedding(11, 8).learnedPositions()
            .transformerEncoder(2, 2, o -> o.dimFeedforward(16).gelu().normFirst().causal().dropout(0)).linear(11));
        var model = net.build(Tenon.seed(3));
        var tokens = Tenon.tensor(new long[][] {{1, 2, 3, 4, 5, 6}});
        var other = Tenon.tensor(new long[][] {{1, 2, 3, 9, 9, 9}});
        assertThat(model.forward(tokens).shape().toArray()).containsExactly(1, 6, 11);
        MultiheadAttentionTest.assertClose(model.forward(tokens).narrow(1, 0, 3), model.forward(other).narrow(1, 0, 3));
        assertThat(model.stateDict()).containsKeys("1.weight", "2.layers.1.self_attn.in_proj_weight", "2.norm.bias");
        Ops.crossEntropy(model.forward(tokens).transpose(1, 2), tokens).backward();
        model.namedParameters().forEach((name, parameter) -> assertThat(parameter.grad()).as(name).isNotNull());
    }

    @Test
    void attentionIsARightPartOfAResidualConnection() {
        var model = Tenon.sequential(Tenon.tokens(4), s -> s.embedding(5, 8).sinusoidalPositions()
            .residual(r -> r.layerNorm().multiheadAttention(2, o -> o.causal()))).build(Tenon.seed(3));
        assertThat(model.forward(Tenon.tensor(new long[][] {{0, 1, 2, 3}})).shape().toArray()).containsExactly(1, 4, 8);
    }

    @Test
    void aSequenceAttendsToAMemoryWithinABlock() {
        var model = Tenon.sequential(Tenon.tokens(4), s -> s.embedding(5, 8).block("over", x -> {
            var memory = x.linear(8).transformerEncoder(1, 2, o -> o.dimFeedforward(16));
            return x.transformerDecoder(memory, 1, 2, o -> o.dimFeedforward(16).causal()).multiheadAttention(memory, 2, o -> o);
        })).build(Tenon.seed(3));
        assertThat(model.stateDict()).containsKeys("over.2.layers.0.multihead_attn.in_proj_weight", "over.3.in_proj_weight");
        assertThat(model.forward(Tenon.tensor(new long[][] {{0, 1, 2, 3}})).shape().toArray()).containsExactly(1, 4, 8);
    }

    @Test
    void whatDoesNotFitIsToldWhereItIsDeclared() {
        assertThatThrownBy(() -> Tenon.sequential(Tenon.tokens(4), s -> s.embedding(5, 8).multiheadAttention(3)))
            .isInstanceOf(TenonException.class).hasMessageContaining("heads (3) must divide embedDim (8)")
            .hasMessageContaining("DeclaredAttentionTest.java");
        assertThatThrownBy(() -> Tenon.sequential(Tenon.features(4), s -> s.multiheadAttention(2))).isInstanceOf(TenonException.class)
            .hasMessageContaining("[N, length, size]");
    }

    @Test
    void transformersPrintAsTheirParts() {
        assertThat(new TransformerEncoder(8, 2, 2, o -> o.dimFeedforward(16)).toString()).contains("(layers): ModuleList(",
            "(0-1): 2 x TransformerEncoderLayer(", "(linear1): Linear(in_features=8, out_features=16, bias=True)");
        assertThat(List.of(new LearnedPositions(4, 8).toString())).containsExactly("LearnedPositions(4, 8)");
    }
}
