package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.Nullness;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ValueType;

/** Checks what stands on both sides of an operator between tensors, numbers, truth values, lists, dtypes and constants. */
final class OperatorTypes {
    private final TensorTypes types;
    private final Diagnostics diagnostics;

    OperatorTypes(TensorTypes types, Diagnostics diagnostics) {
        this.types = types;
        this.diagnostics = diagnostics;
    }

    ValueType binary(Expr.Binary binary) {
        return switch (binary.op()) {
            case OR_ELSE -> otherwise(binary);
            case EQUAL, UNEQUAL -> equality(binary);
            case AND, OR -> logical(binary);
            default -> arithmetic(binary);
        };
    }

    private ValueType otherwise(Expr.Binary binary) {
        var a = types.type(binary.a());
        var b = types.type(binary.b());
        if (a == ValueType.TENSOR && b.isNumeric() && b != ValueType.UNKNOWN) {
            diagnostics.report(Diagnostic.TYPE, binary.b().at(), a.text(), b.text(),
                "write '" + Printer.print(binary.a()) + " == null ? ... : ...' around the whole, or a tensor such as ones_like(x)");
            return a;
        }
        if (!b.fits(a) && !a.fits(b)) {
            mismatch(binary.b(), a.text(), b);
            return ValueType.UNKNOWN;
        }
        return a == ValueType.UNKNOWN ? b : a.fits(b) ? b : a;
    }

    /** The right side is computed only where the left one leaves it open. */
    private ValueType logical(Expr.Binary binary) {
        var a = types.given(binary.a());
        var rest = new ValueType[1];
        types.where(Nullness.nonNull(binary.a(), binary.op() == Operator.AND), () -> rest[0] = types.given(binary.b()));
        var b = rest[0];
        if (a == ValueType.TENSOR || b == ValueType.TENSOR) {
            return ValueType.TENSOR;
        }
        if (!a.fits(ValueType.TRUTH) || !b.fits(ValueType.TRUTH)) {
            boolean left = !a.fits(ValueType.TRUTH);
            mismatch(left ? binary.a() : binary.b(), "a truth value", left ? a : b);
        }
        return ValueType.TRUTH;
    }

    private ValueType equality(Expr.Binary binary) {
        if (binary.b() instanceof Expr.NullLit) {
            types.type(binary.a());
            return ValueType.TRUTH;
        }
        var param = types.visible().param(binary.a());
        if (param != null && ValueType.of(param) == ValueType.CONSTANT) {
            return constant(param, binary.b());
        }
        var behind = types.visible().param(binary.b());
        if (behind != null && ValueType.of(behind) == ValueType.CONSTANT && binary.a() instanceof Expr.Name name
            && !types.visible().knows(name.name())) {
            return constant(behind, name);
        }
        var a = types.given(binary.a());
        var b = types.given(binary.b());
        if (a == ValueType.TENSOR || b == ValueType.TENSOR) {
            checkElements(binary, a, b);
            return ValueType.TENSOR;
        }
        if (!a.fits(b) && !b.fits(a)) {
            mismatch(binary.b(), a.text(), b);
        }
        return ValueType.TRUTH;
    }

    private ValueType constant(Param param, Expr value) {
        var constants = param.attribute().constants();
        var other = types.visible().param(value);
        boolean alike = other != null && other.type().equals(param.type());
        if (!alike && !(value instanceof Expr.Name name && constants.contains(name.name()))) {
            var written = value instanceof Expr.Name name ? name.name() : "this";
            diagnostics.reportUnknown(Diagnostic.CONSTANT, value.at(), written, constants, param.name(), String.join(", ", constants));
        }
        return ValueType.TRUTH;
    }

    private ValueType arithmetic(Expr.Binary binary) {
        var a = types.given(binary.a());
        var b = types.given(binary.b());
        if (a == ValueType.TENSOR || b == ValueType.TENSOR) {
            checkElements(binary, a, b);
            return ValueType.TENSOR;
        }
        if (a == ValueType.UNKNOWN || b == ValueType.UNKNOWN) {
            return ValueType.UNKNOWN;
        }
        if (!a.isNumeric() || !b.isNumeric()) {
            var wrong = a.isNumeric() ? binary.b() : binary.a();
            var found = a.isNumeric() ? b : a;
            diagnostics.report(Diagnostic.TYPE, wrong.at(), "a tensor or a number", found.text(),
                found == ValueType.LIST ? "write '[a, b]' to join lists" : "name the tensor, such as 'g.values'");
            return ValueType.UNKNOWN;
        }
        if (!binary.op().isArithmetic()) {
            return ValueType.TRUTH;
        }
        return a == ValueType.INTEGER && b == ValueType.INTEGER && binary.op() != Operator.DIVIDE ? ValueType.INTEGER : ValueType.NUMBER;
    }

    /** Beside a tensor stands a tensor or a number. */
    private void checkElements(Expr.Binary binary, ValueType a, ValueType b) {
        var other = a == ValueType.TENSOR ? b : a;
        if (other != ValueType.TENSOR && !other.isNumeric() && other != ValueType.TRUTH) {
            mismatch(a == ValueType.TENSOR ? binary.b() : binary.a(), "a tensor or a number", other);
        }
    }

    private void mismatch(Expr expr, String wanted, ValueType found) {
        diagnostics.report(Diagnostic.TYPE, expr.at(), wanted, found.text(), "write " + wanted + " here");
    }
}
