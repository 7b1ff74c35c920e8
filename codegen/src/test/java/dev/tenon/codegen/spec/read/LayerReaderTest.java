package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.SpecContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerReaderTest {
    private static final String ENTRY = """
        ops:
          fill:
            kind: composite
            sig: (F input, ints pad, num value = 0, text name = null, bool training = true) -> F
            body: input
            doc: Nothing much.
            layer:
        """;

    private static SpecContext read(String layer, Diagnostics diagnostics) {
        var text = ENTRY + layer.indent(6);
        return SpecReader.read(List.of(new SourceFile("layers.yaml", text)), List.of(), diagnostics);
    }

    private static String mistakes(String layer) {
        var diagnostics = new Diagnostics();
        read(layer, diagnostics);
        return diagnostics.render();
    }

    @Test
    void aLayerHoldsTheOperatorsParametersAsItSays() {
        var diagnostics = new Diagnostics();
        var context = read("Fill2d:\n  pad: ints[4] padding\n  value: 3\n  name: null\nFill:\n  name: null\n  value: num value = 2\n",
            diagnostics);
        var layers = context.own().ops().getFirst().head().layers();
        assertThat(layers).extracting(LayerSpec::name).containsExactly("Fill2d", "Fill");
        assertThat(layers).extracting(LayerSpec::method).containsExactly("fill2d", "fill");
        assertThat(layers.getFirst().arguments()).extracting(argument -> argument.param().name()).containsExactly("padding");
        assertThat(layers.getFirst().fixed()).containsOnlyKeys("value", "name");
        assertThat(layers.getLast().arguments()).extracting(argument -> argument.param().name()).containsExactly("pad", "value");
    }

    @Test
    void whatALayerCannotHoldIsToldWithAWayOut() {
        assertThat(mistakes("Fill:\n")).contains("layers.yaml:8:7", "no layer holds what 'name' is", "write 'name: null'");
    }

    @Test
    void aParameterThatIsNoneIsToldWithTheNearestOne() {
        assertThat(mistakes("Fill:\n  name: null\n  pda: ints[2] padding\n")).contains("layers.yaml:10:9", "pda", "pad");
    }

    @Test
    void anInputAndAnotherTypeAreRefused() {
        assertThat(mistakes("Fill:\n  name: null\n  input: null\n")).contains("layers.yaml:10:9", "its input 'input'");
        assertThat(mistakes("Fill:\n  name: null\n  pad: bool padding\n")).contains("layers.yaml:10:14",
            "an argument that can become 'pad'");
        assertThat(mistakes("Fill:\n  name: null\n  value: wide\n")).contains("layers.yaml:10:16", "'wide' is no default of 'value'");
    }

    @Test
    void aNameThatIsNoClassAndOneThatIsUsedTwiceAreRefused() {
        assertThat(mistakes("fill:\n  name: null\n")).contains("layers.yaml:8:7", "name of a layer");
        assertThat(mistakes("Fill:\n  name: null\nRefill:\n  name: null\n  method: fill\n")).contains("layers.yaml:10:7", "fill");
    }

    @Test
    void anOperatorOfSeveralResultsIsNoLayer() {
        var diagnostics = new Diagnostics();
        var text = "ops:\n  two:\n    kind: composite\n    sig: (list(F) inputs) -> list(F)\n    body: inputs\n    doc: Both.\n    layer: Two\n";
        SpecReader.read(List.of(new SourceFile("layers.yaml", text)), List.of(), diagnostics);
        assertThat(diagnostics.render()).contains("layers.yaml:7:5", "two cannot be a layer: it has not one result");
    }
}
