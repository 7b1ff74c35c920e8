package dev.tenon.nn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.embedding.Embedding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every module of {@code torch.nn} with every argument that {@code inspect.signature} shows, its default, and what it prints. */
class ModuleArgumentsTest {
    record Module(String name, Map<String, @Nullable Object> given, Map<String, @Nullable Object> defaults, String text) {
        Layer with(String argument) {
            var arguments = new LinkedHashMap<>(given);
            arguments.put(argument, defaults.get(argument));
            return Layers.create(name, arguments);
        }
    }

    @TestFactory
    Stream<DynamicTest> takesPyTorchsArgumentsWithItsDefaultsAndPrintsAsThere() throws IOException {
        return modules().stream().map(module -> DynamicTest.dynamicTest(module.name(), () -> {
            var layer = Layers.create(module.name(), module.given());
            if (!module.text().isEmpty()) {
                assertThat(layer).hasToString(module.text());
            }
            for (var argument : module.defaults().keySet()) {
                assertThat(module.with(argument)).as(argument).hasToString(layer.toString());
            }
        }));
    }

    @Test
    void onlyContainersBasesAndWhatIsDeprecatedAreMissing() throws IOException {
        var named = modules().stream().map(Module::name).toList();
        assertThat(Layers.names()).containsAll(named);
        assertThat(Layers.names())
            .allMatch(name -> named.contains(name) || List.of("TransformerEncoder", "TransformerDecoder").contains(name));
    }

    @Test
    void parametersAreMadeOfTheDtypeAndWhereTheArgumentsSay() {
        var linear = Layers.create("Linear", Map.of("in_features", 2, "out_features", 3, "dtype", "torch.float64"));
        assertThat(linear.parameters()).allMatch(parameter -> parameter.dtype() == DType.FLOAT64);
        var meta = Layers.create("BatchNorm2d", Map.of("num_features", 2, "device", "meta"));
        assertThat(meta.stateDict().get("running_mean").device().isMeta()).isTrue();
        assertThatThrownBy(() -> Layers.create("ReLU", Map.of("dtype", "float64"))).hasMessageContaining("does not take [dtype]");
    }

    @Test
    void whatNoLayerDoesIsRefused() {
        Map<String, Object> table = Map.of("num_embeddings", 3, "embedding_dim", 2);
        assertThatThrownBy(() -> Layers.create("Embedding", with(table, "sparse", true))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("gradients of tables are dense");
        assertThatThrownBy(() -> Layers.create("EmbeddingBag", with(table, "sparse", true))).isInstanceOf(ArgumentException.class);
        Map<String, Object> conv = Map.of("in_channels", 2, "out_channels", 2, "kernel_size", 3);
        assertThatThrownBy(() -> Layers.create("ConvTranspose2d", with(conv, "padding_mode", "reflect")))
            .isInstanceOf(ArgumentException.class).hasMessageContaining("padding_mode must be zeros");
        assertThatThrownBy(() -> Layers.create("Conv2d", with(conv, "padding", "full"))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("same, valid");
    }

    @Test
    void aTableIsGivenItsValues() {
        var values = Tenon.tensor(new double[][] {{1, 2}, {3, 4}});
        var table = Layers.create("Embedding", Map.of("num_embeddings", 2, "embedding_dim", 2, "_weight", values, "_freeze", true));
        assertThat(((Embedding) table).weight().toFloatArray()).containsExactly(1, 2, 3, 4);
        assertThat(((Embedding) table).weight().requiresGrad()).isFalse();
        assertThatThrownBy(() -> Layers.create("Embedding", Map.of("num_embeddings", 3, "embedding_dim", 2, "_weight", values)))
            .isInstanceOf(ShapeException.class).hasMessageContaining("[3, 2]");
    }

    private static Map<String, Object> with(Map<String, Object> arguments, String name, Object value) {
        var all = new LinkedHashMap<>(arguments);
        all.put(name, value);
        return all;
    }

    // ---- the table --------------------------------------------------------------------------------------------------

    static List<Module> modules() throws IOException {
        var modules = new ArrayList<Module>();
        for (var block : read().split("\n(?=[A-Z])", -1)) {
            var lines = block.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty()) {
                modules.add(new Module(lines.getFirst(), arguments(lines.get(1)), arguments(lines.get(2)),
                    String.join("\n", lines.subList(3, lines.size()).stream().map(line -> line.substring(4)).toList())));
            }
        }
        return modules;
    }

    private static String read() throws IOException {
        try (var in = ModuleArgumentsTest.class.getResourceAsStream("/dev/tenon/nn/modules.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, @Nullable Object> arguments(String line) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        for (var word : line.strip().split(" ")) {
            int is = word.indexOf('=');
            if (is > 0) {
                arguments.put(word.substring(0, is), value(word.substring(is + 1)));
            }
        }
        return arguments;
    }

    private static @Nullable Object value(String text) {
        return switch (text.charAt(0)) {
            case '[' -> text.length() == 2 ? List.of()
                : Arrays.stream(text.substring(1, text.length() - 1).split(",")).map(ModuleArgumentsTest::value).toList();
            case '"' -> text.substring(1, text.length() - 1);
            case 't', 'f' -> Boolean.valueOf(text);
            case 'n' -> null;
            default -> text.matches("-?\\d+") ? (Object) Long.valueOf(text) : Double.valueOf(text);
        };
    }
}
