package dev.tenon.nn;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.declare.Input;
import dev.tenon.nn.declare.Symbol;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void aNetworkOfTwoInputsIsDeclaredAndCalled() {
        var net = graph(features(4), features(3), (a, b) -> a.bilinear(5, b).relu().linear(2));
        assertThat(net.summary()).contains("features, features  [N, 4], [N, 3]", "Bilinear", "[N, 5]");
        var model = net.build(seed(1));
        assertThat(model.stateDict().keySet()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        assertThat(model.call(ones(7, 4), ones(7, 3)).shape()).hasToString("[7, 2]");
        assertThat(model.forward(List.of(ones(7, 4), ones(7, 3))).toFloatArray())
            .isEqualTo(net.build(seed(1)).call(ones(7, 4), ones(7, 3)).toFloatArray());
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> model.forward(ones(7, 4)))
            .withMessageContaining("takes 2 inputs, got 1");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.call(ones(7, 4), ones(7, 2)))
            .withMessageStartingWith("layer '0' (Bilinear(").withMessageContaining("declared: [N, 4], [N, 3]");
    }

    @Test
    void attentionOverAMemoryIsABlockOfTwoInputs() {
        var net = graph(Input.of(dev.tenon.core.DType.FLOAT32, 5, 8), Input.of(dev.tenon.core.DType.FLOAT32, 6, 8),
            (query, memory) -> query.block("attend", memory, (q, m) -> q.named("query").linear(4)
                .combine("scores", m.named("key").linear(4), (a, b) -> a.matmul(b.transpose(1, 2)))
                .softmax(-1).matmul(m.named("value").linear(8))).layerNorm());
        var model = net.build(seed(1));
        assertThat(model.stateDict()).containsKeys("attend.query.weight", "attend.key.weight", "attend.value.bias");
        assertThat(model.call(ones(2, 5, 8), ones(2, 6, 8)).shape()).hasToString("[2, 5, 8]");
    }

    @Test
    void ownLayersOfSeveralInputsAndOutputsAreDeclared() {
        var net = graph(List.of(features(4), features(4)), values -> {
            var parts = values.get(0).layers(Halves::new, values.get(1));
            return List.of(parts.get(1).add(parts.get(0)), parts.get(0).linear(1));
        });
        var outputs = net.build(seed(1)).callAll(List.of(ones(3, 4), ones(3, 4)));
        assertThat(outputs).hasSize(2);
        assertThat(outputs.get(0).toDoubleArray()).containsOnly(2);
        assertThat(outputs.get(1).shape()).hasToString("[3, 1]");
        var one = graph(features(4), features(4), (a, b) -> a.layer(Halves::new, b));
        assertThat(one.build(seed(1)).call(ones(3, 4), ones(3, 4)).shape()).hasToString("[3, 4]");
    }

    @Test
    void blocksHaveSeveralResults() {
        var net = graph(List.of(features(4)), values -> {
            List<Symbol> parts = values.getFirst().blocks("two", inner -> List.of(inner.getFirst().linear(2), inner.getFirst().linear(3)));
            return List.of(parts.get(0).cat(1, parts.get(1)));
        });
        assertThat(net.build(seed(1)).call(ones(2, 4)).shape()).hasToString("[2, 5]");
    }

    @Test
    void branchesAreConcatenatedAddedAndMultiplied() {
        var net = sequential(image(3, 6, 6), s -> s
            .concat(1, b -> b.conv2d(2, 1), b -> b.conv2d(4, c -> c.kernel(3).same()).relu())
            .add(b -> b, b -> b.groupNorm(2)).mul(b -> b, b -> b.conv2d(6, 1).sigmoid()));
        var model = net.build(seed(1));
        assertThat(net.outputShape()).isEqualTo("[N, 6, 6, 6]");
        assertThat(model.stateDict()).containsKeys("0.0.0.weight", "0.1.0.weight", "1.1.0.weight", "2.1.0.bias");
        assertThat(model.layer(0)).asString().startsWith("Branches(\n  join='concat', dim=1\n  (0): Sequential(");
        assertThat(model.forward(ones(2, 3, 6, 6)).shape()).hasToString("[2, 6, 6, 6]");
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> sequential(features(4), s -> s.add(b -> b.linear(2), b -> b.linear(3))))
            .withMessageStartingWith("layer '0.add'");
    }

    @Test
    void everyLayerWithStateHasAMethod() {
        assertThat(sequential(image(4, 6, 6),
            s -> s.instanceNorm().groupNorm(2).prelu().convTranspose2d(3, c -> c.kernel(2).stride(2)).batchNorm())
            .outputShape()).isEqualTo("[N, 3, 12, 12]");
        assertThat(sequential(Input.of(dev.tenon.core.DType.FLOAT32, 2, 4, 4, 4), s -> s.conv3d(3, 3).batchNorm().instanceNorm()
            .convTranspose3d(2, c -> c.kernel(3))).outputShape()).isEqualTo("[N, 2, 4, 4, 4]");
        assertThat(
            sequential(signal(2, 8), s -> s.convTranspose1d(3, c -> c.kernel(3)).instanceNorm().rmsNorm().layerNorm(3, 10)).outputShape())
            .isEqualTo("[N, 3, 10]");
        assertThat(new Linear(1, 1).children()).isEmpty();
    }

    private static final class Halves extends MultiLayer {
        @Override
        protected List<Tensor> outputs(List<Tensor> inputs) {
            var sum = Ops.add(inputs.get(0), inputs.get(1));
            return List.of(sum.div(2), sum.div(2));
        }
    }
}
