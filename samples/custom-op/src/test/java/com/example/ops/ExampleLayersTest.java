package com.example.ops;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.ops.nn.Squareplus;
import dev.tenon.core.ArgumentException;
import dev.tenon.nn.declare.LayerCheck;
import dev.tenon.nn.registry.Layers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleLayersTest {
    @Test
    void theLayerGivesWhatItsOperatorGives() {
        var input = linspace(-1, 1, 24).reshape(2, 3, 4);
        new LayerCheck()
            .same(() -> ExampleLayers.squareplus().forward(input), () -> ExampleOps.squareplus(input))
            .same(() -> new Squareplus(2).forward(input), () -> ExampleOps.squareplus(input, 2))
            .declared(Squareplus::new, input)
            .requireResult();
    }

    @Test
    void itIsMadeByNameAsTenonsLayersAre() {
        assertThat(Layers.create("Squareplus", Map.of("b", 2))).isInstanceOf(Squareplus.class).hasToString("Squareplus(b=2.0)");
        assertThatThrownBy(() -> Layers.create("Squareplus", Map.of("c", 2))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("Squareplus").hasMessageContaining("[c]");
    }

    @Test
    void itStandsInADeclaration() {
        var net = sequential(features(2), s -> s.linear(4).layer(ExampleLayers::squareplus).linear(1));
        assertThat(net.summary()).contains("Squareplus");
        assertThat(net.build(seed(1)).forward(ones(3, 2)).shape().toArray()).containsExactly(3, 1);
    }
}
