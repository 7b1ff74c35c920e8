package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import org.jspecify.annotations.Nullable;

/**
 * Checks formulas against the types that they are computed in: of integers there are no fractions, quotients and floating-point functions, and
 * of floating-point numbers no bits. A formula of any dtypes that has none of its own for integers is computed in both.
 */
final class ArithmeticCheck {
    private static final String WHOLE = "write whole numbers, floordiv(a, b) or trunc(a / b), and shifts";

    private final OpEntry.Pointwise op;
    private final Diagnostics diagnostics;

    ArithmeticCheck(OpEntry.Pointwise op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
    }

    void run() {
        boolean own = !op.integer().isEmpty();
        op.formula().forEach((constant, formula) -> {
            if (takesIntegers() && !own) {
                checkWhole(formula, isOfIntegers() ? ofIntegers() : ofAll());
            }
            if (!isOfIntegers()) {
                checkReal(formula);
            }
        });
        op.integer().values().forEach(formula -> checkWhole(formula, WHOLE));
        op.grad().values().forEach(this::checkReal);
        op.integer().values().stream().findFirst().filter(_ -> !takesIntegers()).ifPresent(formula -> diagnostics
            .report(Diagnostic.UNUSED, formula.at(), op.key(), "integer", "remove it: no tensor of the signature can hold integers"));
    }

    private String letters() {
        var letters = new StringBuilder();
        op.sig().tensors().forEach(param -> letters.append(param.tensor().letter()));
        return letters.toString();
    }

    /** Whether no tensor can be a floating one. */
    private boolean isOfIntegers() {
        return letters().chars().allMatch(letter -> "IQB".indexOf(letter) >= 0);
    }

    /** Whether the formula may be computed in integers: the first tensor that may be a floating one decides. */
    private boolean takesIntegers() {
        var result = op.sig().results().getFirst().dtype();
        var main = letters().chars().filter(letter -> "TNFWX".indexOf(letter) >= 0).findFirst();
        boolean floating = main.isPresent() && "FW".indexOf(main.getAsInt()) >= 0;
        boolean decides = result.length() == 1 && "FW".contains(result);
        return !result.startsWith("float(") && !floating && !decides && op.dtype() == null;
    }

    private String ofIntegers() {
        var letter = op.sig().tensors().getFirst().tensor().letter();
        return WHOLE + "; or take floating-point tensors, letter F; or write '-> float(" + letter + ")' for the result that PyTorch's "
            + "quotients and functions of integers have";
    }

    private String ofAll() {
        var letter = op.sig().tensors().getFirst().tensor().letter();
        return "write '-> float(" + letter
            + ")', as PyTorch's functions of integers have it; or say under 'integer:' what integers give; or take "
            + "floating-point tensors, letter F";
    }

    // ---- integers -------------------------------------------------------------------------------------------------------

    private void checkWhole(Expr formula, String fix) {
        // The quotient of two integers that 'trunc' is applied to is theirs.
        if (formula instanceof Expr.Call trunc && trunc.function().equals("trunc") && trunc.args().size() == 1
            && trunc.args().getFirst() instanceof Expr.Binary quotient && quotient.op() == Operator.DIVIDE) {
            checkWhole(quotient.a(), fix);
            checkWhole(quotient.b(), fix);
            return;
        }
        checkPart(formula, fix);
        ExprTree.children(formula).forEach(part -> checkWhole(part, fix));
    }

    private void checkPart(Expr part, String fix) {
        switch (part) {
            case Expr.Num num when !num.integral() && num.value() != Math.rint(num.value()) ->
                report(num.at(), "the fraction " + num.value(), fix);
            case Expr.Num num when !num.integral() && Math.abs(num.value()) >= 0x1p63 ->
                report(num.at(), num.value() + ", which has more than 64 bits,", fix);
            case Expr.Name name when isReal(name) -> report(name.at(), "the fraction " + name.name(), fix);
            case Expr.Name name when isFloat(op.param(name.name())) ->
                report(name.at(), "the floating-point attribute '" + name.name() + "'", "declare it as 'int' or 'num'; " + fix);
            case Expr.Binary binary when binary.op() == Operator.DIVIDE && !isWhole(binary) ->
                report(binary.at(), "a quotient", fix);
            case Expr.Call call when isOfFloats(call) -> report(call.at(), "'" + call.function() + "', which integers do not have,", fix);
            default -> {
            }
        }
    }

    private void report(Position at, String what, String fix) {
        diagnostics.report(Diagnostic.NO_INTEGER, at, what, fix);
    }

    /** Whether it is a constant that no integer can stand for. */
    private boolean isReal(Expr.Name name) {
        var constant = op.param(name.name()) == null ? Constant.of(name.name()) : null;
        return constant != null && constant.javaLongText() == null;
    }

    private static boolean isFloat(@Nullable Param param) {
        return param != null && !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.FLOAT;
    }

    private static boolean isWhole(Expr.Binary quotient) {
        return quotient.a() instanceof Expr.Num a && quotient.b() instanceof Expr.Num b && b.value() != 0
            && a.value() / b.value() == Math.rint(a.value() / b.value());
    }

    private static boolean isOfFloats(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        return intrinsic != null && intrinsic.javaLong() == null;
    }

    // ---- floating-point numbers -----------------------------------------------------------------------------------------

    private void checkReal(Expr formula) {
        ExprTree.walk(formula, part -> {
            var intrinsic = part instanceof Expr.Call call ? Intrinsic.of(call.function()) : null;
            if (intrinsic != null && intrinsic.bitwise()) {
                diagnostics.report(Diagnostic.BITS, part.at(), symbol(intrinsic), fix(intrinsic));
            }
        });
    }

    private static String symbol(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case BITAND -> "&";
            case BITOR -> "|";
            case BITXOR -> "^";
            case BITNOT -> "~";
            case SHL -> "<<";
            case SHR -> ">>";
            default -> intrinsic.text();
        };
    }

    private static String fix(Intrinsic intrinsic) {
        var instead = switch (intrinsic) {
            case BITXOR -> "write pow(a, b) for a power";
            case SHL -> "write a * exp2(b)";
            case SHR -> "write floor(a * exp2(-b))";
            default -> "take integers, letter I";
        };
        return instead.equals("take integers, letter I") ? instead + ", or keep bits out of the formula"
            : instead + ", or take integers, letter I";
    }
}
