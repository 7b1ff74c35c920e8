package dev.tenon.codegen.emit.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Parser;
import dev.tenon.codegen.expr.Printer;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeChoicesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "x > 0 ? g : g * s                  ~ x > 0 ? g : g * s",
        "x > 0 ? g : -(x - y) / s           ~ x > 0 ? g : -(x - y) / s",
        "x > 0 ? 0 : exp(x)                 ~ x > 0 ? 0 : exp(x > 0 ? 0.5 : x)",
        "x > 0 ? g * x : s                  ~ x > 0 ? (x > 0 ? g : 0.5) * (x > 0 ? x : 0.5) : s",
        "x > 0 ? (x < 1 ? log(x) : 1) : 0   ~ x > 0 ? x < 1 ? log(x > 0 && x < 1 ? x : 0.5) : 1 : 0",
        "s > 0 ? (x > 0 ? exp(x) : 1) : 0   ~ s > 0 ? x > 0 ? exp(x) : 1 : 0"
    })
    void aSideThatIsMoreThanASumReadsAHarmlessNumberAtTheElementsOfTheOther(String formula, String expected) {
        var diagnostics = new Diagnostics();
        var expr = Objects.requireNonNull(Parser.parse(SourceText.of(formula, new SourceFile("formula", formula), 0), diagnostics));
        assertThat(diagnostics.render()).isEmpty();
        var safe = new SafeChoices(Set.of("x", "y", "g")).of(expr);
        assertThat(Printer.print(new Dag().simplify(safe))).isEqualTo(expected);
    }
}
