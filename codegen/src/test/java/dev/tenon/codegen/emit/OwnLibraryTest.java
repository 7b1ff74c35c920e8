package dev.tenon.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is generated for a library of one's own, whose operators are static methods. */
class OwnLibraryTest {
    private static final String LOSS = """
        ops:
          missed:
            kind: pointwise
            sig: (F input, F target, num by = 1) -> F
            formula: (input - target) * by
            layer: Missed
            doc: By how much a target was missed.
        """;

    private static Emitters emitters(String spec) {
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(List.of(new SourceFile("my-ops.yaml", spec)), List.of(), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        var api = ClassName.get("sample", "MyOps");
        var known = Library.noneKnown();
        Library.register(known, context.own().ops(), api, "sample");
        return new Emitters(new Library(context.own(), api, null, "sample", "sample", "sample", new Natives("sample", false), known,
            Map.of(), (_, name) -> "sample." + name));
    }

    private static String tests(String spec) {
        return emitters(spec).tests("sample").stream().map(Object::toString).collect(Collectors.joining());
    }

    private static String page(String formula, String reduce) {
        return emitters("""
            ops:
              folded:
                kind: reduction
                sig: (F input, F other, dims dim = all, bool keepdim = false) -> F
                shape: reduced(broadcast(input, other), dim, keepdim)
                reduce: init 0, map %s, combine a + b%s
                nograd: not asked for
                doc: A fold.
            """.formatted(formula, reduce)).pages().get("folded.md");
    }

    @Test
    void aLossIsTestedWithTheTensorsThatItsExampleHas() {
        assertThat(tests(LOSS)).contains("new Missed().forward(input, target)", "MyOps.missed(input, target, 1)");
    }

    @Test
    void anExampleThatDoesNotTellTheInputsIsTo() {
        assertThatThrownBy(() -> tests(LOSS + "    example: ones(2)\n"))
            .hasMessageContaining("ends in printing a call of the operator");
    }

    @Test
    void thePageOfAReductionSaysWhatItEndsWith() {
        assertThat(page("input * other", ", finish a / n")).contains("of each element, combines by $a + b$, and ends with"
            + " $\\frac{a}{n}$ of the fold $a$, $n$ being the number of elements.\n");
        assertThat(page("input * other", "")).contains("of each element, and combines by $a + b$.\n");
    }

    @Test
    void theExampleOfAReductionHasOperandsWhereItIsDefined() {
        assertThat(page("input * other", "")).contains("var input = tensor(new double[][] {{-1.5, 0.5}, {2, -0.3}});");
        assertThat(page("input * other", ", finish log(a - 1.1)")).contains("var input = tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}});");
        assertThat(page("input * other", ", finish log(a - n)")).contains("var input = tensor(new double[][] {{1.5, 2}, {3.5, 1.2}});");
    }
}
