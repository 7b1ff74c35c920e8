package dev.tenon.codegen.expr;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions of formulas: one row says everything about a function, for every target. Texts are written over {@code {0}} and
 * {@code {1}}; derivatives over {@code x}, {@code y} and {@code f}, the value itself.
 *
 * <p>NaN goes in and comes out of every function but {@code sign}, whose value at NaN is 0 as in PyTorch, and the three predicates;
 * in particular {@code min} and {@code max} are NaN where either operand is, on every target.
 */
public enum Intrinsic {
    ABS("abs", x -> Math.abs(x), "Math.abs({0})", "Math.abs({0})", "fabs", "sign(x)", "\\left|{0}\\right|", -3, 3),
    SIGN("sign", Special::sign, "ScalarMath.sign({0})", "Long.signum({0})", "tn_sign", "0",
        "\\operatorname{sign}\\left({0}\\right)", -3, 3),
    EXP("exp", Math::exp, "Math.exp({0})", null, "exp", "f", "e^{{0}}", -3, 3),
    EXP2("exp2", x -> Math.pow(2, x), "ScalarMath.exp2({0})", null, "exp2", "f * LN2", "2^{{0}}", -3, 3),
    EXPM1("expm1", Math::expm1, "Math.expm1({0})", null, "expm1", "f + 1", "\\left(e^{{0}} - 1\\right)", -3, 3),
    LOG("log", Math::log, "Math.log({0})", null, "log", "1 / x", "\\ln\\left({0}\\right)", 0.1, 5),
    LOG2("log2", x -> Math.log(x) / Math.log(2), "ScalarMath.log2({0})", null, "log2", "1 / (x * LN2)",
        "\\log_2\\left({0}\\right)", 0.1, 5),
    LOG10("log10", Math::log10, "Math.log10({0})", null, "log10", "1 / (x * LN10)", "\\log_{10}\\left({0}\\right)", 0.1, 5),
    LOG1P("log1p", Math::log1p, "Math.log1p({0})", null, "log1p", "1 / (x + 1)", "\\ln\\left(1 + {0}\\right)", -0.9, 5),
    SQRT("sqrt", Math::sqrt, "Math.sqrt({0})", null, "sqrt", "1 / (2 * f)", "\\sqrt{{0}}", 0.1, 5),
    RSQRT("rsqrt", x -> 1 / Math.sqrt(x), "ScalarMath.rsqrt({0})", null, "rsqrt", "-0.5 * f * f * f", "\\frac 1{\\sqrt{{0}}}", 0.1, 5),
    SIN("sin", Math::sin, "Math.sin({0})", null, "sin", "cos(x)", "\\sin\\left({0}\\right)", -3, 3),
    COS("cos", Math::cos, "Math.cos({0})", null, "cos", "-sin(x)", "\\cos\\left({0}\\right)", -3, 3),
    TAN("tan", Math::tan, "Math.tan({0})", null, "tan", "1 + f * f", "\\tan\\left({0}\\right)", -1.3, 1.3),
    ASIN("asin", Math::asin, "Math.asin({0})", null, "asin", "rsqrt(1 - x * x)", "\\arcsin\\left({0}\\right)", -0.9, 0.9),
    ACOS("acos", Math::acos, "Math.acos({0})", null, "acos", "-rsqrt(1 - x * x)", "\\arccos\\left({0}\\right)", -0.9, 0.9),
    ATAN("atan", Math::atan, "Math.atan({0})", null, "atan", "1 / (1 + x * x)", "\\arctan\\left({0}\\right)", -3, 3),
    SINH("sinh", Math::sinh, "Math.sinh({0})", null, "sinh", "cosh(x)", "\\sinh\\left({0}\\right)", -3, 3),
    COSH("cosh", Math::cosh, "Math.cosh({0})", null, "cosh", "sinh(x)", "\\cosh\\left({0}\\right)", -3, 3),
    TANH("tanh", Math::tanh, "Math.tanh({0})", null, "tanh", "1 - f * f", "\\tanh\\left({0}\\right)", -3, 3),
    ASINH("asinh", Special::asinh, "ScalarMath.asinh({0})", null, "asinh", "rsqrt(x * x + 1)",
        "\\operatorname{arsinh}\\left({0}\\right)", -3, 3),
    ACOSH("acosh", Special::acosh, "ScalarMath.acosh({0})", null, "acosh", "rsqrt(x * x - 1)",
        "\\operatorname{arcosh}\\left({0}\\right)", 1.1, 5),
    ATANH("atanh", Special::atanh, "ScalarMath.atanh({0})", null, "atanh", "1 / (1 - x * x)",
        "\\operatorname{artanh}\\left({0}\\right)", -0.9, 0.9),
    SIGMOID("sigmoid", Special::sigmoid, "ScalarMath.sigmoid({0})", null, "tn_sigmoid", "f * (1 - f)", "\\sigma\\left({0}\\right)", -3, 3),
    ERF("erf", Special::erf, "ScalarMath.erf({0})", null, "erf", "TWO_SQRTPI * exp(-(x * x))",
        "\\operatorname{erf}\\left({0}\\right)", -3, 3),
    ERFC("erfc", Special::erfc, "ScalarMath.erfc({0})", null, "erfc", "-TWO_SQRTPI * exp(-(x * x))",
        "\\operatorname{erfc}\\left({0}\\right)", -3, 3),
    ERFINV("erfinv", SpecialGamma::erfinv, "ScalarMath.erfinv({0})", null, "erfinv", "0.886226925452758 * exp(f * f)",
        "\\operatorname{erf}^{-1}\\left({0}\\right)", -0.9, 0.9),
    LGAMMA("lgamma", SpecialGamma::lgamma, "ScalarMath.lgamma({0})", null, "lgamma", "digamma(x)",
        "\\ln\\left|\\Gamma\\left({0}\\right)\\right|", 0.3, 5),
    DIGAMMA("digamma", SpecialGamma::digamma, "ScalarMath.digamma({0})", null, "tn_digamma", "polygamma(1, x)",
        "\\psi\\left({0}\\right)", 0.3, 5),
    MANTISSA("mantissa", Special::mantissa, "ScalarMath.mantissa({0})", null, "tn_mantissa", null,
        "\\operatorname{mantissa}\\left({0}\\right)", -3, 3),
    EXPONENT("exponent", Special::exponent, "ScalarMath.exponent({0})", null, "tn_exponent", null,
        "\\operatorname{exponent}\\left({0}\\right)", -3, 3),
    CEIL("ceil", Math::ceil, "Math.ceil({0})", "{0}", "ceil", "0", "\\left\\lceil {0} \\right\\rceil", -3, 3),
    FLOOR("floor", Math::floor, "Math.floor({0})", "{0}", "floor", "0", "\\left\\lfloor {0} \\right\\rfloor", -3, 3),
    ROUND("round", Math::rint, "Math.rint({0})", "{0}", "rint", "0", "\\operatorname{round}\\left({0}\\right)", -3, 3),
    TRUNC("trunc", Special::trunc, "ScalarMath.trunc({0})", "{0}", "trunc", "0", "\\operatorname{trunc}\\left({0}\\right)", -3, 3),
    RECIPROCAL("reciprocal", x -> 1 / x, "ScalarMath.reciprocal({0})", null, "tn_reciprocal", "-(f * f)", "\\frac 1{{0}}", 0.3, 3),
    SQUARE("square", x -> x * x, "ScalarMath.square({0})", "ScalarMath.square({0})", "tn_square", "2 * x", "\\left({0}\\right)^2", -3, 3),
    ISNAN("isnan", x -> Double.isNaN(x) ? 1 : 0, "Double.isNaN({0})", "false", "isnan", null,
        "\\operatorname{isnan}\\left({0}\\right)", -3, 3),
    ISINF("isinf", x -> Double.isInfinite(x) ? 1 : 0, "Double.isInfinite({0})", "false", "isinf", null,
        "\\operatorname{isinf}\\left({0}\\right)", -3, 3),
    ISFINITE("isfinite", x -> Double.isFinite(x) ? 1 : 0, "Double.isFinite({0})", "true", "isfinite", null,
        "\\operatorname{isfinite}\\left({0}\\right)", -3, 3),
    ATAN2("atan2", Math::atan2, "Math.atan2({0}, {1})", null, "atan2", "y / (x * x + y * y)", "-x / (x * x + y * y)",
        "\\operatorname{atan2}\\left({0}, {1}\\right)"),
    HYPOT("hypot", Math::hypot, "Math.hypot({0}, {1})", null, "hypot", "x / f", "y / f", "\\sqrt{{0}^2 + {1}^2}"),
    POLYGAMMA("polygamma", SpecialGamma::polygamma, "ScalarMath.polygamma({0}, {1})", null, "tn_polygamma", null, "polygamma(x + 1, y)",
        "\\psi^{({0})}\\left({1}\\right)"),
    ZETA("zeta", SpecialGamma::zeta, "ScalarMath.zeta({0}, {1})", null, "tn_zeta", null, "-x * zeta(x + 1, y)",
        "\\zeta\\left({0}, {1}\\right)"),
    GAMMAINC("gammainc", SpecialGamma::gammainc, "ScalarMath.gammainc({0}, {1})", null, "tn_gammainc", null,
        "exp((x - 1) * log(y) - y - lgamma(x))", "P\\left({0}, {1}\\right)"),
    GAMMAINCC("gammaincc", (a, x) -> 1 - SpecialGamma.gammainc(a, x), "ScalarMath.gammaincc({0}, {1})", null, "tn_gammaincc", null,
        "-exp((x - 1) * log(y) - y - lgamma(x))", "Q\\left({0}, {1}\\right)"),
    CHEBYSHEV_T("chebyshev_t", SpecialPolynomials::chebyshevT, "T_{{1}}"),
    CHEBYSHEV_U("chebyshev_u", SpecialPolynomials::chebyshevU, "U_{{1}}"),
    CHEBYSHEV_V("chebyshev_v", SpecialPolynomials::chebyshevV, "V_{{1}}"),
    CHEBYSHEV_W("chebyshev_w", SpecialPolynomials::chebyshevW, "W_{{1}}"),
    HERMITE_H("hermite_h", SpecialPolynomials::hermiteH, "H_{{1}}"),
    HERMITE_HE("hermite_he", SpecialPolynomials::hermiteHe, "\\mathit{He}_{{1}}"),
    LAGUERRE("laguerre", SpecialPolynomials::laguerre, "L_{{1}}"),
    LEGENDRE("legendre", SpecialPolynomials::legendre, "P_{{1}}"),
    POW("pow", Math::pow, "ScalarMath.pow({0}, {1})", "ScalarMath.pow({0}, {1})", "pow", "y == 0 ? 0 : y * pow(x, y - 1)",
        "x == 0 && y >= 0 ? 0 : f * log(x)", "\\left({0}\\right)^{{1}}"),
    MIN("min", Math::min, "Math.min({0}, {1})", "Math.min({0}, {1})", "tn_min", "x < y ? 1 : 0", "x < y ? 0 : 1",
        "\\min\\left({0}, {1}\\right)"),
    MAX("max", Math::max, "Math.max({0}, {1})", "Math.max({0}, {1})", "tn_max", "x > y ? 1 : 0", "x > y ? 0 : 1",
        "\\max\\left({0}, {1}\\right)"),
    FMOD("fmod", (x, y) -> x % y, "ScalarMath.fmod({0}, {1})", "ScalarMath.fmod({0}, {1})", "fmod", "1", "-trunc(x / y)",
        "\\operatorname{fmod}\\left({0}, {1}\\right)"),
    REMAINDER("remainder", Special::remainder, "ScalarMath.remainder({0}, {1})", "ScalarMath.remainder({0}, {1})", "tn_remainder", "1",
        "-floor(x / y)", "\\left({0} \\bmod {1}\\right)"),
    FLOORDIV("floordiv", Special::floordiv, "ScalarMath.floordiv({0}, {1})", "ScalarMath.floordiv({0}, {1})", "tn_floordiv", "0", "0",
        "\\left\\lfloor \\frac{{0}}{{1}} \\right\\rfloor"),
    BITAND("bitand", (x, y) -> (long) x & (long) y, null, "({0} & {1})", "tn_bitand", null, null, "\\left({0} \\mathbin{\\&} {1}\\right)"),
    BITOR("bitor", (x, y) -> (long) x | (long) y, null, "({0} | {1})", "tn_bitor", null, null, "\\left({0} \\mathbin{|} {1}\\right)"),
    BITXOR("bitxor", (x, y) -> (long) x ^ (long) y, null, "({0} ^ {1})", "tn_bitxor", null, null, "\\left({0} \\oplus {1}\\right)"),
    SHL("shl", (x, y) -> (long) x << (long) y, null, "ScalarMath.shl({0}, {1})", "tn_shl", null, null, "\\left({0} \\ll {1}\\right)"),
    SHR("shr", (x, y) -> (long) x >> (long) y, null, "ScalarMath.shr({0}, {1})", "tn_shr", null, null, "\\left({0} \\gg {1}\\right)"),
    GCD("gcd", Special::gcd, null, "ScalarMath.gcd({0}, {1})", "tn_gcd", null, null, "\\gcd\\left({0}, {1}\\right)"),
    BITNOT("bitnot", x -> ~(long) x, null, "~({0})", "tn_bitnot", null, "\\mathord{\\sim} {0}", -3, 3);

    /** The class of kernels that has the functions that the JDK lacks. */
    public static final String KERNELS = "ScalarMath";

    /** Operators whose name is not the function's. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(Map.entry("min", "minimum"), Map.entry("max", "maximum"),
        Map.entry("floordiv", "floor_divide"), Map.entry("bitand", "bitwise_and"), Map.entry("bitor", "bitwise_or"),
        Map.entry("bitxor", "bitwise_xor"), Map.entry("bitnot", "bitwise_not"), Map.entry("shl", "bitwise_left_shift"),
        Map.entry("shr", "bitwise_right_shift"), Map.entry("zeta", "special.zeta"), Map.entry("gammainc", "igamma"),
        Map.entry("gammaincc", "igammac"),
        Map.entry("mantissa", "frexp_mantissa"), Map.entry("exponent", "frexp_exponent"),
        Map.entry("chebyshev_t", "special.chebyshev_polynomial_t"), Map.entry("chebyshev_u", "special.chebyshev_polynomial_u"),
        Map.entry("chebyshev_v", "special.chebyshev_polynomial_v"), Map.entry("chebyshev_w", "special.chebyshev_polynomial_w"),
        Map.entry("hermite_h", "special.hermite_polynomial_h"), Map.entry("hermite_he", "special.hermite_polynomial_he"),
        Map.entry("laguerre", "special.laguerre_polynomial_l"), Map.entry("legendre", "special.legendre_polynomial_p"));
    private static final Set<Intrinsic> WITHOUT_VECTORS = EnumSet.of(ERFINV, LGAMMA, DIGAMMA, POLYGAMMA, ZETA, GAMMAINC, GAMMAINCC, HYPOT,
        MANTISSA, EXPONENT, CHEBYSHEV_T, CHEBYSHEV_U, CHEBYSHEV_V, CHEBYSHEV_W, HERMITE_H, HERMITE_HE, LAGUERRE, LEGENDRE);
    private static final Map<String, Intrinsic> BY_NAME = new TreeMap<>();

    static {
        for (var intrinsic : values()) {
            BY_NAME.put(intrinsic.text, intrinsic);
        }
    }

    private final String text;
    private final int arity;
    private final DoubleBinaryOperator value;
    private final @Nullable FunctionForm javaDouble;
    private final @Nullable FunctionForm javaLong;
    private final String cuda;
    private final @Nullable String[] derivatives;
    private final String latex;
    private final double[] domain;

    Intrinsic(String text, DoubleUnaryOperator value, @Nullable String javaDouble, @Nullable String javaLong, String cuda,
        @Nullable String derivative, String latex, double low, double high) {
        this(text, 1, (x, _) -> value.applyAsDouble(x), javaDouble, javaLong, cuda, new String[] {derivative}, latex, low, high);
    }

    Intrinsic(String text, DoubleBinaryOperator value, @Nullable String javaDouble, @Nullable String javaLong, String cuda,
        @Nullable String byFirst, @Nullable String bySecond, String latex) {
        this(text, 2, value, javaDouble, javaLong, cuda, new String[] {byFirst, bySecond}, latex, 0.3, 3);
    }

    /** A polynomial of an order that each element has for itself: no derivative by it, and none by {@code x}, as in PyTorch. */
    Intrinsic(String text, DoubleBinaryOperator value, String latex) {
        this(text, value, "ScalarMath." + text + "({0}, {1})", null, "tn_" + text, null, null, latex + "\\left({0}\\right)");
    }

    Intrinsic(String text, int arity, DoubleBinaryOperator value, @Nullable String javaDouble, @Nullable String javaLong, String cuda,
        @Nullable String[] derivatives, String latex, double... domain) {
        this.text = text;
        this.arity = arity;
        this.value = value;
        this.javaDouble = FunctionForm.of(javaDouble);
        this.javaLong = FunctionForm.of(javaLong);
        this.cuda = cuda;
        this.derivatives = derivatives;
        this.latex = latex;
        this.domain = domain;
    }

    /** The function of this name, or null. */
    public static @Nullable Intrinsic of(String name) {
        return BY_NAME.get(name);
    }

    /** The names of all functions, sorted. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Its name in formulas. */
    public String text() {
        return text;
    }

    public int arity() {
        return arity;
    }

    /** Whether its value is a truth value. */
    public boolean truth() {
        return this == ISNAN || this == ISINF || this == ISFINITE;
    }

    /** Whether it knows integers and truth values only. */
    public boolean bitwise() {
        return javaDouble == null;
    }

    /** Whether vectors have no form of it: a kernel applies {@link #javaMethod} to one element after the other. */
    public boolean elementwise() {
        return WITHOUT_VECTORS.contains(this);
    }

    /** Whether it is computed in double whatever the dtype, on every target; CUDA has these in {@code special.cuh}. */
    public boolean wide() {
        return elementwise() && cuda.startsWith("tn_");
    }

    /** The Java method for doubles. */
    public FunctionForm.Call javaMethod() {
        return (FunctionForm.Call) Objects.requireNonNull(javaDouble, text);
    }

    /** Whether its derivative jumps somewhere: where {@code x} is 0, or the operands are equal. */
    public boolean kinked() {
        return this == ABS || this == MIN || this == MAX;
    }

    /** Its value; {@code y} is ignored by functions of one argument. */
    public double apply(double x, double y) {
        return value.applyAsDouble(x, y);
    }

    /** The derivative by an argument over {@code x}, {@code y} and {@code f}; null where there is none. */
    public @Nullable String derivative(int argument) {
        return derivatives[argument];
    }

    /** As Java writes it for doubles; null for functions on bits. */
    public @Nullable FunctionForm javaDouble() {
        return javaDouble;
    }

    /** Whether {@code java.lang.Math} has it, as {@link #plainJava} writes it. */
    public boolean isPlainJava() {
        return plainJava() != null;
    }

    /** As Java writes it for doubles where no kernel is at hand, with the functions of the JDK; null if it has none. */
    public @Nullable FunctionForm plainJava() {
        return this == POW ? new FunctionForm.Call("Math", "pow")
            : javaDouble instanceof FunctionForm.Call call && KERNELS.equals(call.owner()) ? null : javaDouble;
    }

    /** As Java writes it for longs; null where there is no integer form. */
    public @Nullable FunctionForm javaLong() {
        return javaLong;
    }

    /** As CUDA writes it for doubles or floats. */
    public FunctionForm cuda(boolean isDouble) {
        boolean overloaded = cuda.startsWith("tn_") || truth();
        return new FunctionForm.Call(null, cuda + (isDouble || overloaded ? "" : "f"));
    }

    /** As CUDA writes it for long long; null where there is no integer form. */
    public @Nullable FunctionForm cudaLong() {
        boolean plain = javaLong instanceof FunctionForm.Text form && form.isPlain();
        return javaLong == null || plain ? javaLong : new FunctionForm.Call(null, "tn_" + text);
    }

    /** The operator on tensors that applies it to every element. */
    public String opName() {
        return OPERATORS.getOrDefault(text, text);
    }

    /** LaTeX. */
    public String latex(List<String> args) {
        return FunctionForm.fill(latex, args);
    }

    /** Where tests take their arguments from: {@code [low, high]}, away from singular points. */
    public double[] domain() {
        return Arrays.copyOf(domain, domain.length);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
