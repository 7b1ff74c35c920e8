package dev.tenon.codegen.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DerivativeTest {
    private static final String TANH_GELU = "0.5 * x * (1 + tanh(SQRT_2_PI * (x + 0.044715 * x * x * x)))";

    static Expr parse(String text) {
        var diagnostics = new Diagnostics();
        var expr = Parser.parse(SourceText.of(text, new SourceFile("test", text), 0), diagnostics);
        assertThat(diagnostics.findings()).isEmpty();
        return Objects.requireNonNull(expr);
    }

    private static Kink kink(String left, String right, String subgradient) {
        return new Kink(parse(left), parse(right), parse(subgradient), Position.NONE);
    }

    @ParameterizedTest
    @EnumSource(Intrinsic.class)
    void everyIntrinsicHasTheDerivativeOfFiniteDifferences(Intrinsic intrinsic) {
        var call = parse(intrinsic.text() + (intrinsic.arity() == 1 ? "(x)" : "(x, y)"));
        for (int argument = 0; argument < intrinsic.arity(); argument++) {
            if (intrinsic.derivative(argument) != null) {
                checkDerivative(intrinsic, call, argument == 0 ? "x" : "y");
            }
        }
    }

    private static void checkDerivative(Intrinsic intrinsic, Expr call, String wrt) {
        var dag = new Dag();
        var first = dag.derivative(call, wrt);
        var second = dag.derivative(first, wrt);
        var random = new Random(7);
        double low = intrinsic.domain()[0];
        double high = intrinsic.domain()[1];
        for (int i = 0; i < 25; i++) {
            Map<String, @Nullable Double> at = new HashMap<>();
            double x = low + (high - low) * random.nextDouble();
            // The order of a derivative is whole.
            at.put("x", intrinsic == Intrinsic.POLYGAMMA ? Math.rint(x) : x);
            at.put("y", low + (high - low) * random.nextDouble());
            if (isSmooth(call, wrt, at)) {
                check(call, first, wrt, at);
                check(first, second, wrt, at);
            }
        }
    }

    /** Steps are compared on both sides of a point, so that one near a jump does not count. */
    private static boolean isSmooth(Expr f, String wrt, Map<String, @Nullable Double> at) {
        return Math.abs(slope(f, wrt, at, 1e-4) - slope(f, wrt, at, 2e-4)) < 1e-3;
    }

    private static double slope(Expr f, String wrt, Map<String, @Nullable Double> at, double step) {
        double x = Objects.requireNonNull(at.get(wrt));
        Map<String, @Nullable Double> moved = new HashMap<>(at);
        moved.put(wrt, x + step);
        double above = Evaluator.evaluate(f, moved);
        moved.put(wrt, x - step);
        return (above - Evaluator.evaluate(f, moved)) / (2 * step);
    }

    private static void check(Expr f, Expr derivative, String wrt, Map<String, @Nullable Double> at) {
        double expected = slope(f, wrt, at, 1e-5);
        assertThat(Evaluator.evaluate(derivative, at)).as("%s at %s", Printer.print(derivative), at)
            .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void aSeriesIsDifferentiatedAsThePowersThatItStandsFor() {
        var series = parse("chebyshev(x, 2, 3, 4) * poly(x * x, 1, -2, 0.5)");
        Map<String, @Nullable Double> at = new HashMap<>(Map.of("x", 0.7));
        assertThat(Evaluator.evaluate(series, at)).isCloseTo((1 + 3 * 0.7 + 4 * (2 * 0.49 - 1)) * (1 - 2 * 0.49 + 0.5 * 0.49 * 0.49),
            within(1e-14));
        check(series, new Dag().derivative(series, "x"), "x", at);
    }

    @Test
    void theSecondDerivativeOfTanhGeluIsSmallBecauseItsPartsAreShared() {
        var dag = new Dag();
        var second = dag.derivative(dag.derivative(parse(TANH_GELU), "x"), "x");
        assertThat(dag.size(second)).isLessThan(40);
        check(dag.derivative(parse(TANH_GELU), "x"), second, "x", new HashMap<>(Map.of("x", 0.7)));
    }

    @Test
    void aScheduleNamesWhatIsUsedTwice() {
        var dag = new Dag();
        var derivative = dag.derivative(parse("exp(x) * sin(exp(x))"), "x");
        var schedule = dag.schedule(List.of(derivative));
        assertThat(schedule.assigns()).first().extracting(a -> a.name() + " = " + Printer.print(a.value())).isEqualTo("t1 = exp(x)");
        assertThat(Printer.print(schedule.results().getFirst())).isEqualTo("t1 * sin(t1) + t1 * (cos(t1) * t1)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        x * 1 + 0                | x
        2 * 3 + x                | 6 + x
        1 / 2 * x                | 1 / 2 * x
        x > 1 ? x : x            | x
        true ? x : 2             | x
        !(x == 1)                | x != 1
        pow(x, 2)                | x * x
        square(x + 1)            | (x + 1) * (x + 1)
        exp(0) + x               | 1 + x
        null ?? x                | x
        0 * x                    | 0 * x
        poly(x, 1, -2, 0.5)      | (0.5 * x - 2.0) * x + 1.0
        chebyshev(x, 2, 3, 4)    | (8.0 * x + 3.0) * x - 3.0
        """)
    void simplificationKeepsTheValueExactly(String text, String expected) {
        assertThat(Printer.print(new Dag().simplify(parse(text)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        max(x, 0)                | x == 0  | 0   | x > 0 ? 1 : 0
        max(x, 0)                | x == 0  | 1   | x >= 0 ? 1 : 0
        max(x, 0)                | x == 0  | 0.5 | x == 0 ? 0.5 : x > 0 ? 1 : 0
        abs(x)                   | x == 0  | 0   | sign(x)
        abs(x)                   | x == 0  | 1   | x < 0 ? -1 : 1
        x > 0 ? x : x * s        | x == 0  | s   | x > 0 ? 1 : s
        x > 0 ? x : x * s        | x == 0  | 1   | x >= 0 ? 1 : s
        max(x + 3, 0)            | x == -3 | 0   | x + 3 > 0 ? 1 : 0
        """)
    void aSubgradientOfOneSideDecidesTheComparison(String formula, String kink, String subgradient, String expected) {
        var sides = kink.split("==", -1);
        var derivative = new Dag().derivative(parse(formula), "x", List.of(kink(sides[0].strip(), sides[1].strip(), subgradient)));
        assertThat(Printer.print(derivative)).isEqualTo(expected);
    }

    @Test
    void bothLimitsOfClampAreInside() {
        var kinks = List.of(kink("x", "min", "1"), kink("x", "max", "1"));
        var derivative = new Dag().derivative(parse("min(max(x, min ?? -INF), max ?? INF)"), "x", kinks);
        Map<String, @Nullable Double> at = new HashMap<>(Map.of("min", -1.0, "max", 2.0));
        at.put("x", -1.0);
        assertThat(Evaluator.evaluate(derivative, at)).isEqualTo(1);
        at.put("x", 2.0);
        assertThat(Evaluator.evaluate(derivative, at)).isEqualTo(1);
        at.put("x", 2.5);
        assertThat(Evaluator.evaluate(derivative, at)).isZero();
    }

    @Test
    void aKinkIsFoundUnlessBothSidesMeetSmoothly() {
        assertThat(new Kinks(parse("max(x + 3, 0) / 6"), Set.of("x")).undeclared(List.of()))
            .extracting(Kinks.Undeclared::condition).containsExactly("x + 3 == 0");
        assertThat(new Kinks(parse("max(x + 3, 0) / 6"), Set.of("x")).undeclared(List.of(kink("x", "-3", "0")))).isEmpty();
        assertThat(new Kinks(parse("abs(x) < b ? 0.5 * x * x / b : abs(x) - 0.5 * b"), Set.of("x"))
            .undeclared(List.of(kink("x", "0", "0")))).isEmpty();
    }

    @Test
    void aJumpThatNoCallCanReachIsNoKink() {
        var hinge = parse("1 - x <= 0 ? 0 : 1 - x < b ? (1 - x) * (1 - x) / b : 2 * (1 - x) - b");
        assertThat(new Kinks(hinge, Set.of("x")).undeclared(List.of())).extracting(Kinks.Undeclared::condition)
            .containsExactly("1 - x == 0");
        assertThat(new Kinks(hinge, Set.of("x"), at -> at.get("b") > 0).undeclared(List.of())).isEmpty();
    }
}
