package dev.tenon.codegen.spec.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeLimitsTest {
    private static final String ENTRY = """
        ops:
          my_op:
            kind: pointwise
            sig: (F input) -> F
            formula: %s
            doc: A test.
        """;

    private static String told(String spec) {
        var diagnostics = new Diagnostics();
        SpecReader.read(List.of(new SourceFile("large.yaml", spec)), List.of(), diagnostics);
        return diagnostics.render();
    }

    private static String nested(String function, int times) {
        return (function + "(").repeat(times) + "input" + ")".repeat(times);
    }

    @ParameterizedTest
    @CsvSource({"square, 30", "tanh, 100", "exp, 190"})
    void formulasThatGrowAreRefusedAtOnceWithTheirPlace(String function, int times) {
        assertThat(told(ENTRY.formatted(nested(function, times)))).startsWith("large.yaml:5:14: error TNN036: ").contains("\n    fix: ",
            "^");
    }

    @Test
    void sumsOfManyTermsAreRefused() {
        assertThat(told(ENTRY.formatted("input" + " + input".repeat(1999)))).startsWith("large.yaml:5:").contains("^", "400 operators",
            "fix: ");
        assertThat(told(ENTRY.formatted("input" + " + 1".repeat(100)))).isEmpty();
    }

    @Test
    void letsThatGrowAreRefused() {
        var lets = new StringBuilder("|\n      let a0 = input * input\n");
        for (int i = 1; i < 40; i++) {
            lets.append("      let a%d = a%d * a%d%n".formatted(i, i - 1, i - 1));
        }
        assertThat(told(ENTRY.formatted(lets + "      a39"))).startsWith("large.yaml:6:7: error TNN036: ").contains("2199023255551 parts");
    }

    @Test
    void deepTextsAreRefused() {
        var maps = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            maps.append(" ".repeat(i)).append("a:\n");
        }
        assertThat(told(maps.toString())).startsWith("large.yaml:21:21: error TNN037: ").contains("^", "fix: ");
        assertThat(told("ops: " + "[".repeat(3000) + "]".repeat(3000))).contains("error TNN037: ");
        assertThat(told(ENTRY.formatted("(".repeat(3000) + "input" + ")".repeat(3000)))).contains("error TNN010: ");
        assertThat(told(ENTRY.formatted("input" + "[0]".repeat(3000)))).contains("error TNN010: ");
        assertThat(
            told("ops:\n  my_op:\n    kind: pointwise\n    sig: (F[" + "(".repeat(3000) + "1" + ")".repeat(3000) + "] input) -> F\n"))
            .contains("error TNN011: ").contains("large.yaml:4:");
    }

    @Test
    void textsThatRepeatOthersAreRefused() {
        assertThat(told("ops: &a\n  my_op: *a\n")).startsWith("large.yaml:2:10: error TNN038: ");
    }

    @Test
    void specsWithoutAnOperatorAreRefused() {
        for (var text : List.of("", "# nothing\n", "group: Mine\n")) {
            assertThat(told(text)).startsWith("large.yaml:1:1: error TNN039: the spec declares no operator");
        }
    }
}
