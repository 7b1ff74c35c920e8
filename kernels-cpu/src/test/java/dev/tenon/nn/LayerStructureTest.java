package dev.tenon.nn;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.activation.ReLU;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.init.Fill;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerStructureTest {
    @Test
    void layersAreReachedByTheirPaths() {
        var model = new Model();
        assertThat(model.namedLayers().keySet()).containsExactly("", "embedding", "layers", "layers.0", "layers.1", "decoder");
        assertThat(model.layer("layers.1")).isSameAs(model.layers.get(-1));
        assertThat(model.layer("")).isSameAs(model);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> model.layer("layers.2"))
            .withMessageContaining("there is no '2' on the way to 'layers.2'").withMessageContaining("[0, 1]");
        var order = new ArrayList<String>();
        model.apply(layer -> order.add(layer.typeName()));
        assertThat(order).containsExactly("Embedding", "Linear", "Linear", "ModuleList", "Linear", "Model");
    }

    @Test
    void parametersAreFrozenByPatternsAndStaySoWhenTheLayerIsConverted() {
        var model = new Model();
        model.freeze("layers.*", "decoder.bia?").to(DType.FLOAT64);
        assertThat(frozen(model)).containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "decoder.bias");
        model.unfreeze("*.bias");
        assertThat(frozen(model)).containsExactly("layers.0.weight", "layers.1.weight");
        assertThat(frozen(model.requiresGrad(false))).hasSize(7);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> model.freeze("layers"))
            .withMessageContaining("'layers' matches no parameter").withMessageContaining("layers.0.weight, ")
            .withMessageContaining("try:   layers.*");
    }

    @Test
    void tiedParametersAreOneAndAreSavedUnderBothNames() {
        var model = new Model();
        model.tie("decoder.weight", "embedding.weight");
        assertThat(model.decoder.weight()).isSameAs(model.embedding.weight());
        assertThat(model.parameters()).hasSize(6);
        assertThat(model.stateDict()).containsKeys("decoder.weight", "embedding.weight").hasSize(7);
        model.to(DType.FLOAT64);
        assertThat(model.decoder.weight()).isSameAs(model.embedding.weight());
        model.call(tensor(new long[] {1})).sum().backward();
        assertThat(model.embedding.weight().grad()).isNotNull();
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.tie("decoder.bias", "embedding.weight"))
            .withMessageContaining("decoder.bias: [5]   embedding.weight: [5, 3]");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> model.tie("decoder.weigth", "embedding.weight"))
            .withMessageContaining("there is no parameter 'decoder.weigth'");
    }

    @Test
    void aStateOfOtherNamesIsLoadedAsFarAsItGoes() {
        var model = new Model();
        var state = new LinkedHashMap<String, Tensor>(Map.of("decoder.bias", ones(5), "head.weight", ones(2)));
        var loaded = model.loadStateDict(state, false);
        assertThat(loaded.missing()).hasSize(6).contains("embedding.weight");
        assertThat(loaded.unexpected()).containsExactly("head.weight");
        assertThat(model.stateDict().get("decoder.bias").toDoubleArray()).containsOnly(1);
        state.put("decoder.weight", ones(1));
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.loadStateDict(state, false));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> model.loadStateDict(state, true));
    }

    @Test
    void aSummaryTellsOfFrozenPartsAndOfWhatIsMultiplied() {
        var model = new Model();
        model.freeze("embedding.*");
        assertThat(model.summary(tensor(new long[] {1, 2}))).isEqualTo("""
            layer      kind        output  parameters  frozen  multiplications  memory
                       input       [2]
            embedding  Embedding   [2, 3]          15      15                     60 B
            layers     ModuleList                  24                             96 B
            layers.0   Linear      [2, 3]          12                       18    48 B
            layers.1   Linear      [2, 3]          12                       18    48 B
            decoder    Linear      [2, 5]          20                       30    80 B

            total      Model       [2, 5]          59      15               66   236 B
            44 parameters are trained, 15 frozen; float32""");
        assertThat(model.isTraining()).isTrue();
    }

    @Test
    void aBuiltNetworkIsSummedUpWithTheShapesOfItsDeclaration() {
        var net = sequential(features(3), s -> s.linear(2).relu());
        assertThat(net.build(seed(1)).summary()).isEqualTo(net.summary()).contains("[N, 3]", "[N, 2]");
        assertThat(new Sequential(new ReLU()).summary()).contains("ReLU");
    }

    private static Iterable<String> frozen(Layer layer) {
        var names = new ArrayList<String>();
        layer.namedParameters().forEach((name, parameter) -> {
            if (!parameter.requiresGrad()) {
                names.add(name);
            }
        });
        return names;
    }

    @Test
    void aDeclarationTiesParameters() {
        var network = sequential(tokens(5), s -> s.named("words").embedding(7, 4).named("scores").linear(7, false))
            .tie("scores.weight", "words.weight");
        assertThat(network.parameterCount()).isEqualTo(28);
        var built = network.build(seed(1));
        assertThat(built.parameters()).hasSize(1);
        assertThat(built.stateDict().get("scores.weight")).isSameAs(built.stateDict().get("words.weight"));
        assertThatThrownBy(() -> network.tie("scores.bias", "words.weight")).hasMessageContaining("no parameter 'scores.bias'");
    }

    @Test
    void layersAreMadeOnADeviceAndFilledAsTheirOwnTypes() {
        Embedding table = on(Device.META, () -> new Embedding(7, 4));
        assertThat(table.weight().device().isMeta()).isTrue();
        Embedding filled = Fill.constant(0.5).weights(new Embedding(2, 2));
        assertThat(filled.weight().toFloatArray()).containsOnly(0.5f);
        Linear zeros = Fill.zeros().biases(new Linear(2, 3));
        assertThat(zeros.stateDict().get("bias").toFloatArray()).containsOnly(0);
    }

    private static final class Model extends Layer {
        final Embedding embedding = new Embedding(5, 3);
        final ModuleList<Linear> layers = ModuleList.of(2, i -> new Linear(3, 3));
        final Linear decoder = new Linear(3, 5);

        @Override
        public Tensor forward(Tensor input) {
            var value = embedding.call(input);
            for (var layer : layers) {
                value = layer.forward(value);
            }
            return decoder.call(value);
        }
    }
}
