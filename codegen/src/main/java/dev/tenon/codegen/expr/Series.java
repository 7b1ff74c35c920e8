package dev.tenon.codegen.expr;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sums of powers in formulas: {@code poly(x, c0, c1, ...)} is {@code c0 + c1 x + ...}, and {@code chebyshev(x, c0, c1, ...)} is
 * {@code c0 / 2 + c1 T1(x) + ...} for {@code x} from -1 to 1, as tables of such series have it. A graph has both written out by Horner's
 * rule, so that every target and the derivative know them.
 */
public enum Series {
    POLY, CHEBYSHEV;

    /** What a call needs besides its argument. */
    static final int FEWEST = 2;

    /** The series of this name, or null. */
    public static @Nullable Series of(String name) {
        return switch (name) {
            case "poly" -> POLY;
            case "chebyshev" -> CHEBYSHEV;
            default -> null;
        };
    }

    /** Its name in formulas. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is a coefficient: a number, with or without a sign. */
    static boolean isCoefficient(Expr expr) {
        return expr instanceof Expr.Num
            || expr instanceof Expr.Unary minus && minus.op() == Operator.MINUS && minus.a() instanceof Expr.Num;
    }

    /** The coefficients of the powers that a call sums, the constant first; by Horner's rule its argument occurs once for each power. */
    static double[] powersOf(Expr.Call call) {
        var coefficients = call.args().stream().skip(1).mapToDouble(Series::value).toArray();
        return of(call.function()) == CHEBYSHEV ? powers(coefficients) : coefficients;
    }

    /** The value at {@code x}. */
    static double at(double x, Expr.Call call) {
        double sum = 0;
        var powers = powersOf(call);
        for (int k = powers.length - 1; k >= 0; k--) {
            sum = sum * x + powers[k];
        }
        return sum;
    }

    private static double value(Expr coefficient) {
        return switch (coefficient) {
            case Expr.Num num -> num.value();
            case Expr.Unary minus when isCoefficient(minus) -> -value(minus.a());
            // The check of types tells it; until then the series has no value.
            default -> 0;
        };
    }

    /** The coefficients of powers, exact but for the last rounding, for those of a Chebyshev series may cancel. */
    private static double[] powers(double[] coefficients) {
        var sum = new BigDecimal[coefficients.length];
        Arrays.fill(sum, BigDecimal.ZERO);
        var before = List.of(BigDecimal.ONE);
        var now = List.of(BigDecimal.ZERO, BigDecimal.ONE);
        add(sum, before, new BigDecimal(coefficients[0]).divide(BigDecimal.TWO));
        for (int k = 1; k < coefficients.length; k++) {
            add(sum, now, new BigDecimal(coefficients[k]));
            var next = next(before, now);
            before = now;
            now = next;
        }
        return Arrays.stream(sum).mapToDouble(BigDecimal::doubleValue).toArray();
    }

    private static void add(BigDecimal[] sum, List<BigDecimal> polynomial, BigDecimal factor) {
        for (int i = 0; i < polynomial.size(); i++) {
            sum[i] = sum[i].add(polynomial.get(i).multiply(factor));
        }
    }

    /** {@code T(k+1) = 2 x T(k) - T(k-1)}. */
    private static List<BigDecimal> next(List<BigDecimal> before, List<BigDecimal> now) {
        var next = new ArrayList<BigDecimal>();
        next.add(BigDecimal.ZERO);
        now.forEach(coefficient -> next.add(coefficient.multiply(BigDecimal.TWO)));
        for (int i = 0; i < before.size(); i++) {
            next.set(i, next.get(i).subtract(before.get(i)));
        }
        return next;
    }
}
