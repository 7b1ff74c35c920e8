package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.spec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/adding-an-op.md} beside what it speaks of. */
class DocumentedKeysTest {
    private static final Path DOCS = Path.of("../docs/adding-an-op.md");
    private static final Path SAMPLE = Path.of("../samples/custom-op/src/main");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`\\w+`(?:, )?)+) \\| ([a-z, ]+) \\| .{10,} \\|$");

    private final String docs = Files.readString(DOCS);

    DocumentedKeysTest() throws IOException {}

    @Test
    void everyKeyHasARowThatNamesItsKinds() {
        var section = docs.substring(docs.indexOf("## Every key"));
        Map<String, Set<Kind>> documented = new TreeMap<>();
        ROW.matcher(section).results().forEach(row -> {
            for (var key : row.group(1).replace("`", "").split(", ")) {
                documented.put(key, kinds(row.group(2)));
            }
        });
        var known = EntryKeys.all().stream().collect(Collectors.toMap(key -> key, DocumentedKeysTest::kindsThatKnow));
        assertThat(documented).as("the table 'Every key' of " + DOCS.getFileName() + " beside EntryKeys")
            .containsExactlyInAnyOrderEntriesOf(known);
    }

    private static Set<Kind> kindsThatKnow(String key) {
        return Arrays.stream(Kind.values()).filter(kind -> EntryKeys.belongs(key, kind))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    private static Set<Kind> kinds(String text) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (var kind : Kind.values()) {
            if (text.equals("all") || text.equals("operators") && kind != Kind.UPDATE || List.of(text.split(", ")).contains(kind.text())) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    @ParameterizedTest
    @ValueSource(strings = {"java/com/example/ops/CausalMeanKernel.java", "java/com/example/ops/CausalMeanGpuKernel.java",
        "resources/META-INF/tenon/cuda/com/example/ops/causal_mean.cu"})
    void theNativeOperatorIsThatOfTheSample(String file) throws IOException {
        assertThat(docs).contains("\n" + Files.readString(SAMPLE.resolve(file)) + "```");
    }

    @Test
    void soIsItsEntryAndAllOfItTakesEightyLinesAtMost() throws IOException {
        var spec = Files.readString(SAMPLE.resolve("resources/META-INF/tenon/example-ops.yaml"));
        var entry = Pattern.compile("(?m)^  causal_mean:\n(?:    .*\n)+").matcher(spec).results().findFirst().orElseThrow().group();
        assertThat(docs).contains("```yaml\n" + entry + "```");
        assertThat(entry.lines().count() + lines("java/com/example/ops/CausalMeanKernel.java")
            + lines("java/com/example/ops/CausalMeanGpuKernel.java")
            + lines("resources/META-INF/tenon/cuda/com/example/ops/causal_mean.cu"))
            .isLessThanOrEqualTo(80);
    }

    private static long lines(String file) throws IOException {
        return Files.readString(SAMPLE.resolve(file)).lines().count();
    }
}
