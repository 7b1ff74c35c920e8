package dev.tenon.codegen.spec.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Finding;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.read.SpecReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    private static final String SIG = "(F x, F? w = null, int n = 1, num? k = null, ints[2] p = 0, ints? list = null, Way way = up, "
        + "Side side = left, dtype? dtype = null, floats? reals = null)";

    private static Diagnostics read(String result, String entry) {
        var text = """
            enums:
              Way: [up, down]
              Side: [left, right]
            ops:
              pair:
                kind: composite
                sig: (F x, Way way = up) -> (F first, F second)
                body: |
                  [x, -x]
                doc: Two.
              op:
                kind: composite
                sig: |
                  %s -> %s
            %s    doc: An operator.
            """.formatted(SIG, result, entry.indent(4));
        var diagnostics = new Diagnostics();
        SpecReader.read(List.of(new SourceFile("ops.yaml", text)), List.of(new SourceFile("context.yaml", context())), diagnostics);
        return diagnostics;
    }

    private static Diagnostics ofBody(String body) {
        return read("F", "body: |\n" + body.replace("\\n", "\n").indent(2));
    }

    private static String context() {
        try (var in = BodyTest.class.getResourceAsStream("/emit/context.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"w == null ? x : x * w", "w != null && rank(w) == 1 ? x * w : x", "way == up ? x : side == left ? x + 1 : -x",
        "let rows = [leading(x.shape, -1), n * p[1]]\\nexpand(x, rows)", "w == null ? x :\\nlet scaled = x * w\\nscaled + 1",
        "x * (k ?? 2)", "expand(x, list ?? x.shape)", "let r = pair(x, way=way)\\nr.first * r.second",
        "let last = axis(n, rank(x))\\nexpand(x, replaced(x.shape, last, 2))", "is_floating(dtype ?? x.dtype) ? x : x + 1",
        "!(w == null || numel(w) == 0) ? w : x", "expand(x, each(size, x.shape, max(size, 1)))", "every(size, x.shape, size > 0) ? x : -x",
        "reals == null || len(reals) == 0 ? x : x * reals[0]"})
    void aBodyChoosesByAttributesAndComputesWithSizes(String body) {
        assertThat(ofBody(body).render()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        x * w ~ expected a tensor that is given, found null
        w.shape == x.shape ? x : -x ~ expected a tensor that is given, found null
        w == null ? w : x ~ expected a tensor that is given, found null
        x * k ~ expected a number that is given, found null
        n ? x : -x ~ expected a truth value, found an integer
        let N = -x\\nx ~ the name 'N' is used twice
        n == 1 ? x : 0 ~ expected a tensor, found an integer
        n == 1 ? x.shape : x ~ expected a list of integers, found a tensor
        way == left ? x : -x ~ 'left' is no constant of 'way'
        way == side ? x : -x ~ 'side' is no constant of 'way'
        pair(x, side).first ~ expected a constant of Way for 'way', found 'side', one of another enum
        pair(x, wya=way).first ~ pair has no parameter 'wya'
        pair(x).third ~ unknown name 'third'
        pair(x) ~ expected a tensor, found several results
        expand(x, x.shape + [1]) ~ expected a tensor or a number, found a list of integers
        expand(x, [x.shape, w == null]) ~ expected an integer, found a truth value
        expand(x) ~ expand takes 'size' too, and is given 1 argument
        expand(x, n, n) ~ expand takes 2 arguments, and is given 3
        expand(x, leading(x.shape)) ~ leading takes 2 arguments, and is given 1
        expand(x, leading(x, 1)) ~ expected a list of integers, found a tensor
        expand(x, laeding(x.shape, 1)) ~ unknown function 'laeding'
        expand(x, each(x, x.shape, 1)) ~ the name 'x' is used twice
        expand(x, each(size, n, 1)) ~ expected a list, found an integer
        n[0] == 1 ? x : -x ~ expected a list, found an integer
        n.shape == [1] ? x : -x ~ expected a tensor, found an integer
        x.dtype == x.shape ? x : -x ~ expected a dtype, found a list of integers
        has(n) ? x : -x ~ expected a tensor among the parameters, found an integer
        -x.shape ~ expected a tensor or a number, found a list of integers
        let n = 1\\nx * n ~ the name 'n' is used twice
        let y = null\\nx ~ expected a value with a type of its own, found null
        n > 1 && x.shape ? x : -x ~ expected a truth value, found a list of integers
        """)
    void aMistakeInABodyIsTold(String body, String message) {
        assertThat(ofBody(body).findings()).extracting(Finding::message).containsExactly(message);
    }

    @Test
    void severalResultsAreWrittenAsAList() {
        assertThat(read("(F a, F b)", "body: |\n  n == 1 ? [x, x] :\n  let y = -x\n  [y, x]").render()).isEmpty();
        assertThat(read("(F a, F b)", "body: pair(x)").render()).isEmpty();
        assertThat(read("(F a, F b, F c)", "body: pair(x)").findings()).extracting(Finding::message).hasSize(1)
            .allMatch(message -> message.startsWith("expected 3 results, found 2"));
        assertThat(read("(F a, F b)", "body: x").findings()).extracting(Finding::message, Finding::fix)
            .containsExactly(Tuple.tuple("expected a list of 2 results, found a tensor",
                "write '[a, b]' behind '|', each result an expression"));
        assertThat(read("(F a, F b)", "body: |\n  [x]").findings()).hasSize(1);
    }

    @Test
    void whatAnOperatorRequiresIsCheckedLikeItsBody() {
        assertThat(read("F", "body: x\nrequire: |\n  w == null || w.shape == x.shape : w of {x.shape} is wanted, got {w.shape}; try: {n}")
            .render())
            .isEmpty();
        assertThat(read("F", "body: x\nrequire: |\n  w.shape == x.shape : wrong\n  rank(x) == 1 : got {y}").findings())
            .extracting(Finding::message).containsExactly("expected a tensor that is given, found null", "unknown name 'y'");
    }
}
