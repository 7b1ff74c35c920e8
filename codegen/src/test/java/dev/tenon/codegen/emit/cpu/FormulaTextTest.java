package dev.tenon.codegen.emit.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.KernelClasses;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Parser;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTextTest {
    private static Expr formula(String text) {
        var diagnostics = new Diagnostics();
        var expr = Parser.parse(SourceText.of(text, new SourceFile("formula", text), 0), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        return Objects.requireNonNull(expr);
    }

    /** The text as it is behind imports. */
    private static String shown(Piece piece) {
        return KernelClasses.text(piece.text()).replaceAll("\\s*\n\\s*", "")
            .replaceAll("(dev\\.tenon\\.cpu\\.math|jdk\\.incubator\\.vector|java\\.lang)\\.", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "x - (y - 1)                ~ JAVA_DOUBLE ~ x - (y - 1.0)",
        "-(x + y) * 2               ~ JAVA_DOUBLE ~ -(x + y) * 2.0",
        "x > 0 ? x : -INF           ~ JAVA_DOUBLE ~ x > 0.0 ? x : Double.NEGATIVE_INFINITY",
        "max(x, -INF)               ~ JAVA_LONG   ~ Math.max(x, Long.MIN_VALUE)",
        "x / y                      ~ JAVA_LONG   ~ ScalarMath.cdiv(x, y)",
        "fmod(x + 1, y) * 2         ~ JAVA_DOUBLE ~ ScalarMath.fmod(x + 1.0, y) * 2.0",
        "bitand(x, y)               ~ JAVA_DOUBLE ~ (double) (((long) x & (long) y))",
        "sqrt(x)                    ~ JAVA_LONG   ~ (long) (Math.sqrt((double) x))",
        "x && y > 1                 ~ JAVA_DOUBLE ~ x != 0 && y > 1.0",
        "(x > 0) + 1                ~ JAVA_DOUBLE ~ (x > 0.0 ? 1.0 : 0.0) + 1.0",
        "exp(x) * 0.5               ~ CUDA_FLOAT  ~ expf(x) * 0.5f",
        "max(x, 0)                  ~ CUDA_LONG   ~ tn_max(x, 0LL)"
    })
    void aScalarFormulaKeepsItsOrderOfEvaluation(String text, Dialect dialect, String expected) {
        var scalar = new ScalarText(dialect);
        Set.of("x", "y").forEach(name -> scalar.declare(name, Piece.number(name)));
        assertThat(shown(scalar.translate(formula(text)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "1 - x              ~ FloatVector.broadcast(VectorMath.F, 1.0f).sub(x)",
        "2 * x + s          ~ x.mul(2.0f).add((float) s)",
        "x > 0 ? x : s      ~ FloatVector.broadcast(VectorMath.F, (float) s).blend(x, x.compare(VectorOperators.GT, 0.0f))",
        "0 < x ? 1 : x      ~ x.blend(1.0f, x.compare(VectorOperators.GT, 0.0f))",
        "min(s, x)          ~ x.min((float) s)",
        "s * s              ~ s * s",
        "isnan(x) || x == s ~ x.test(VectorOperators.IS_NAN).or(x.compare(VectorOperators.EQ, (float) s))",
        "sqrt(-x)           ~ x.neg().sqrt()"
    })
    void aVectorFormulaCallsOnlyMethodsOfVectors(String text, String expected) {
        var vector = new VectorText(Lanes.F);
        vector.declare("x", Piece.vector("x"));
        vector.declare("s", Piece.number("s"));
        assertThat(shown(vector.translate(formula(text)))).isEqualTo(expected);
    }

    @Test
    void longFunctionsRunOverBlocksAndCommonOnesRunOnce() {
        var dag = new Dag();
        var node = dag.simplify(formula("exp(x) / (1 + exp(x)) + tanh(s)"));
        var stages = VectorStages.of(List.of(node), "x"::equals);
        assertThat(stages.calls()).extracting(VectorStages.Call::name).containsExactly("exp1");
        assertThat(stages.results()).singleElement().asString().contains("exp1").contains("tanh");
    }
}
