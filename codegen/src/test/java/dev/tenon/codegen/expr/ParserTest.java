package dev.tenon.codegen.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static final Map<String, Double> VALUES = Map.of("a", 2.0, "b", 3.0, "c", 5.0);

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        a + b * c ~ 17
        (a + b) * c ~ 25
        a - b - c ~ -6
        c / a / a ~ 1.25
        -a * b ~ -6
        - -a ~ 2
        a < b && b < c ? 1 : 0 ~ 1
        a > b || c > b ? 1 : 0 ~ 1
        a == b ? 1 : a == 2 ? 7 : 8 ~ 7
        !(a < b) ? 1 : 0 ~ 0
        1e-1 + 2.5E2 ~ 250.1
        max(a, min(b, c)) ~ 3
        """)
    void operatorsBindAsInJava(String text, double value) {
        assertThat(Evaluator.evaluate(DerivativeTest.parse(text), new HashMap<>(VALUES))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a + b * c", "(a + b) * c", "a - (b - c)", "-(a + b)", "a < b ? 1 : 2", "(a < b ? 1 : 2) + 1",
        "f(x, dim=[0, 1])", "linalg.vector_norm(x, 2)", "Gradients.pool(g, x.shape[0])", "x.shape[-1] / 2", "(a ?? 1) * 2", "g.values",
        "!(a && b)", "[a, b]"})
    void aPrintedExpressionIsParsedToItself(String text) {
        var expr = DerivativeTest.parse(text);
        assertThat(Printer.print(expr)).isEqualTo(text);
    }

    @Test
    void letLinesNameValuesForTheLastLine() {
        var expr = DerivativeTest.parse("let t = a * b\nlet u = t\n  + 1\nu * t");
        assertThat(Evaluator.evaluate(expr, new HashMap<>(VALUES))).isEqualTo(42);
    }

    @Test
    void aMinusAtTheStartOfALineBeginsTheValueAndDoesNotContinueTheLet() {
        var expr = DerivativeTest.parse("let t = a\n-t");
        assertThat(Evaluator.evaluate(expr, new HashMap<>(VALUES))).isEqualTo(-2);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        a + ~ 1:4 ~ a value ~ the end
        (a ~ 1:3 ~ ')' ~ the end
        a b ~ 1:3 ~ an operator or the end ~ 'b'
        f(a,, b) ~ 1:5 ~ a value ~ ','
        f(x=1, 2) ~ 1:8 ~ a named argument ~ '2'
        a ? b ~ 1:6 ~ ':' ~ the end
        a = b ~ 1:3 ~ an operator or the end ~ '='
        a # b ~ 1:3 ~ an operator or the end ~ '#'
        f(x=1, x=2) ~ 1:8 ~ another name ~ 'x' again
        let = 3 ~ 1:5 ~ a name ~ '='
        """)
    void aSyntaxErrorIsToldWhereItStands(String text, String place, String expected, String found) {
        var diagnostics = new Diagnostics();
        var expr = Parser.parse(SourceText.of(text, new SourceFile("f", text), 0), diagnostics);
        assertThat(expr).isNull();
        assertThat(diagnostics.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.at()).hasToString("f:" + place);
            assertThat(finding.message()).isEqualTo("expected " + expected + ", found " + found);
        });
    }

    @Test
    void aDeepExpressionIsRefusedInsteadOfOverflowingTheStack() {
        var diagnostics = new Diagnostics();
        var text = "(".repeat(100_000);
        assertThat(Parser.parse(SourceText.of(text, new SourceFile("f", text), 0), diagnostics)).isNull();
        assertThat(diagnostics.hasErrors()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`',
        textBlock = """
            x / (1 + exp(-x)) ~ \\frac{x}{1 + e^{-x}}
            0.5 * x * (1 + erf(x * SQRT1_2)) ~ 0.5 \\cdot x \\cdot \\left(1 + \\operatorname{erf}\\left(x \\cdot \\frac{1}{\\sqrt{2}}\\right)\\right)
            x > 0 ? x : negative_slope * x ~ \\begin{cases} x & x > 0 \\\\ \\mathrm{negative\\_slope} \\cdot x & \\text{otherwise} \\end{cases}
            """)
    void formulasAreShownAsLatex(String text, String latex) {
        assertThat(Latex.print(DerivativeTest.parse(text))).isEqualTo(latex);
    }
}
