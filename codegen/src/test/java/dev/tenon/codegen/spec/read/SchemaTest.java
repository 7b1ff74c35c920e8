package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.spec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema by which editors complete and check specs, against what the reader knows and against specs, right and wrong. */
class SchemaTest {
    private static final Path SCHEMA = Path.of("src/main/resources/META-INF/tenon/op-spec.schema.json");
    private static final Pattern HEAD = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```");

    private final Map<?, ?> schema = (Map<?, ?>) Objects.requireNonNull(yaml(text(SCHEMA)));

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> errors(String text) {
        return JsonSchema.errors(schema, yaml(text));
    }

    private static Map<?, ?> at(Map<?, ?> map, String... path) {
        Map<?, ?> found = map;
        for (var key : path) {
            found = (Map<?, ?>) Objects.requireNonNull(found.get(key), key);
        }
        return found;
    }

    // ---- the keys -------------------------------------------------------------------------------------------------------

    @Test
    void itKnowsTheKeysThatTheReaderKnows() {
        var properties = at(schema, "$defs", "fields", "properties");
        assertThat(properties.keySet()).map(Object::toString).as("$defs/fields/properties of the schema beside EntryKeys")
            .containsExactlyInAnyOrderElementsOf(EntryKeys.all());
        assertThat(at(schema, "properties").keySet()).map(Object::toString).as("properties of the schema beside FileReader's")
            .containsExactlyInAnyOrderElementsOf(FileReader.TOP);
        assertThat(properties.keySet()).as("keys that editors explain on hover")
            .allMatch(key -> at(properties, key.toString()).containsKey("description"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void itRefusesTheKeysThatAKindDoesNotKnow(Kind kind) {
        var rules = (List<?>) Objects.requireNonNull(at(schema, "$defs", "fields").get("allOf"));
        var ofKind = rules.stream().map(rule -> (Map<?, ?>) rule)
            .filter(rule -> kind.text().equals(at(rule, "if", "properties", "kind").get("const"))).findFirst().orElseThrow();
        var refused = new ArrayList<String>();
        at(ofKind, "then", "properties").forEach((key, rule) -> {
            if (Boolean.FALSE.equals(rule)) {
                refused.add(key.toString());
            }
        });
        assertThat(refused).as("\"key\": false of %s in $defs/fields/allOf of the schema, beside EntryKeys", kind.text())
            .containsExactlyInAnyOrderElementsOf(EntryKeys.all().stream().filter(key -> !EntryKeys.belongs(key, kind)).toList());
    }

    // ---- what is right ----------------------------------------------------------------------------------------------------

    @Test
    void itAcceptsEverySpecOfThisProject() throws IOException {
        for (var file : specs()) {
            assertThat(errors(text(file))).as(file.toString()).isEmpty();
        }
        assertThat(errors(text(Path.of("src/test/resources/spec/complete.yaml")))).isEmpty();
        assertThat(errors(text(Path.of("src/test/resources/golden/families.yaml")))).isEmpty();
    }

    @Test
    void itAcceptsTheSpecsInTheDocumentation() throws IOException {
        var blocks = BLOCK.matcher(text(Path.of("../docs/adding-an-op.md"))).results().map(block -> block.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        for (var block : blocks) {
            var spec = block.startsWith("  ") ? "ops:\n" + block : block;
            if (spec.contains("kind:") && !spec.stripTrailing().endsWith("ops:")) {
                assertThat(errors(spec.replace("{...}", ""))).as(block).isEmpty();
            }
        }
    }

    /** The cases beside the samples say which of them compile. */
    @Test
    void itAcceptsWhatCompiles() throws IOException {
        var folder = Path.of("../samples/src/test/resources/mistakes");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.filter(file -> file.toString().endsWith(".txt")).toList()) {
                for (var block : text(file).split("(?m)^=== ")) {
                    var yaml = block.substring(block.indexOf('\n') + 1).split("(?m)^--- ")[0];
                    if (yaml.contains("# expect: compiles") && !yaml.contains("<")) {
                        assertThat(errors(yaml)).as("%s: %s", file, block).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void everySpecOfThisProjectNamesItAtItsHead() throws IOException {
        for (var file : specs()) {
            var named = Optional.of(HEAD.matcher(text(file).lines().findFirst().orElse(""))).filter(head -> head.matches())
                .map(head -> file.resolveSibling(head.group(1)).normalize());
            assertThat(named).as("the schema that the first line of %s names", file).contains(Path.of("../codegen").resolve(SCHEMA));
        }
    }

    private static List<Path> specs() throws IOException {
        try (var tenon = Files.list(Path.of("../dsl/src/main/resources/META-INF/tenon/ops"));
            var samples = Files.walk(Path.of("../samples"))) {
            return Stream.concat(tenon, samples.filter(file -> file.toString().contains("src/main/resources/META-INF/tenon")))
                .filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    // ---- what is wrong ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"", "group: x", "op: {}", "ops: {}", "ops: [a]", "ops: {f: hello}"})
    void itRefusesAFileWithoutOperators(String text) {
        assertThat(errors(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "kind: pointwize",
        "kind: native",
        "kind: reduction",
        "kind: composite",
        "kind: view",
        "kind: update",
        "sig: (Z input) -> Z",
        "sig: (F input) F",
        "sig: F input -> F",
        "sig: (F input, F input) -> F",
        "sig: (num a) -> F",
        "sig: (F input, int a = 0.5) -> F",
        "sig: (F input, bool a = 3) -> F",
        "sig: (F input, Fold) -> F",
        "sig: (F input) -> (F a, F)",
        "sig: (F[a input) -> F",
        "formula: (input * 2",
        "formula: input * 2)",
        "formula: input ** 2",
        "formula: input +",
        "formula: [input]",
        "body: mul(input, 2)",
        "kernels: cpu MyKernel",
        "reduce: init 0, map input, combine a + b",
        "fromula: input",
        "inplace: maybe",
        "internal: 1",
        "java: not a name",
        "record: my_op",
        "rule: shape",
        "layer: relu",
        "missing: {gpu: none}",
        "kinks: {input: 0}",
        "kinks: {input = 0: 0}",
        "grad: g",
        "let: {'2a': input}",
        "doc: ''",
        "doc: [a]",
        "fixed: true"})
    void itRefusesAWrongLine(String line) {
        var key = line.substring(0, line.indexOf(':'));
        var right = List.of("kind: pointwise", "sig: (F input) -> F", "formula: input * 2", "doc: A test.");
        assertThat(errors("ops:\n  f:\n    " + String.join("\n    ", right))).isEmpty();
        var others = right.stream().filter(own -> !own.startsWith(key + ':')).toList();
        assertThat(errors("ops:\n  f:\n    " + String.join("\n    ", others) + "\n    " + line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind", "sig", "doc", "kernels", "shape", "nograd", "missing"})
    void itAsksForWhatANativeOperatorNeeds(String key) {
        var lines = List.of("kind: native", "sig: (F input) -> F", "shape: input.shape", "kernels: cpu MyKernel", "nograd: a test",
            "missing: for the CPU", "doc: A test.");
        assertThat(errors("ops:\n  f:\n    " + String.join("\n    ", lines))).isEmpty();
        var without = lines.stream().filter(line -> !line.startsWith(key + ':')).toList();
        assertThat(errors("ops:\n  f:\n    " + String.join("\n    ", without))).isNotEmpty();
    }

    @Test
    void aMixinOrTheFileMaySayWhatAnEntryLacks() {
        var mixed = List.of("mixins:", "  m:", "    kind: pointwise", "    formula: input", "ops:", "  f:", "    mixin: m",
            "    sig: (F input) -> F");
        assertThat(errors(String.join("\n", mixed))).isEmpty();
        var told = List.of("missing:", "  cuda: for the CPU", "ops:", "  f:", "    kind: native", "    sig: (F input) -> F[]",
            "    kernels: cpu K", "    nograd: a test", "    doc: A test.");
        assertThat(errors(String.join("\n", told))).isEmpty();
    }

    @Test
    void itRefusesKindsOfMistakesThatTheReaderReports() {
        var wrong = Arrays.stream(text(Path.of("src/test/resources/spec/mistakes.yaml")).split("(?m)^(?=  \\S)")).skip(1).toList();
        long refused = wrong.stream().filter(entry -> !isRight("ops:\n" + entry)).count();
        assertThat(refused).as("of %d wrong entries", wrong.size()).isGreaterThanOrEqualTo(15);
    }

    private boolean isRight(String text) {
        try {
            return errors(text).isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
