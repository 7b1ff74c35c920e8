package dev.tenon.nn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.nn.Layer;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StatefulLayersTest {
    @Test
    void theNamesThatTheProcessorReadsAreThoseOfTheRows() {
        var rows = new LinkedHashMap<String, Function<LayerArguments, Layer>>();
        new StatefulLayers().add(rows);
        assertThat(StatefulLayers.NAMES.split(" ")).containsExactlyInAnyOrderElementsOf(rows.keySet());
    }
}
