package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.DtypeNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks a signature by itself: names, the order of parameters, and defaults. */
public final class SignatureCheck {
    private static final double LIMIT = 0x1p63;

    private final OpEntry op;
    private final Diagnostics diagnostics;

    SignatureCheck(OpEntry op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
    }

    void run() {
        checkNames();
        checkOrder();
        for (var param : op.sig().params()) {
            if (param.defaultValue() != null) {
                checkDefault(param, param.defaultValue(), diagnostics);
            }
        }
    }

    private void checkNames() {
        var names = new HashSet<String>();
        for (var param : op.sig().params()) {
            if (!names.add(param.name())) {
                diagnostics.report(Diagnostic.DUPLICATE_NAME, param.at(), param.name());
            }
        }
        var results = new HashSet<String>();
        for (var result : op.sig().results()) {
            if (!results.add(result.name())) {
                diagnostics.report(Diagnostic.DUPLICATE_NAME, op.at(), result.name());
            }
        }
    }

    private void checkOrder() {
        var params = op.sig().params();
        boolean defaults = false;
        for (int i = 0; i < op.sig().positional(); i++) {
            var param = params.get(i);
            if (defaults && param.defaultValue() == null) {
                diagnostics.report(Diagnostic.PARAMETER_ORDER, param.at(), param.name());
            }
            defaults |= param.defaultValue() != null;
        }
        for (int i = 1; i < params.size(); i++) {
            var param = params.get(i);
            if (param.isTensor() && param.tensor().list()) {
                diagnostics.report(Diagnostic.SIGNATURE, param.at(), "the list of tensors in front", "'" + param.name() + "' behind others",
                    "make it the first parameter, and the only list");
            }
        }
    }

    /** Reports a value that the parameter cannot have. */
    public static void checkDefault(Param param, Expr value, Diagnostics diagnostics) {
        var wanted = wanted(param, value);
        if (wanted.isEmpty()) {
            return;
        }
        if (!param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.ENUM && value instanceof Expr.Name name) {
            var constants = param.attribute().constants();
            diagnostics.reportUnknown(Diagnostic.CONSTANT, value.at(), name.name(), constants, param.name(), String.join(", ", constants));
        } else {
            diagnostics.report(Diagnostic.DEFAULT, value.at(), Printer.print(value), "'" + param.name() + "'", wanted);
        }
    }

    /** What a default of this parameter must be; empty if this one is right. */
    private static String wanted(Param param, Expr value) {
        boolean isNull = value instanceof Expr.NullLit;
        if (param.isTensor()) {
            return param.tensor().optional() ? isNull ? "" : "null" : "no default: this tensor must be given";
        }
        var attribute = param.attribute();
        if (isNull) {
            return attribute.nullable() ? "" : "a value, or '?' behind the type";
        }
        return switch (attribute.kind()) {
            case NUM, FLOAT -> isNumber(value) ? range(value, attribute.kind() == ParamType.Attribute.Kind.NUM) : "a number, inf or -inf";
            case INT -> isInteger(value) ? range(value, true) : "an integer";
            case BOOL -> value instanceof Expr.Bool ? "" : "true or false";
            case INTS -> isIntegers(value, attribute.length()) ? itemRange(value)
                : attribute.length() == 0 ? "an integer or a list such as [1, 2]"
                    : "an integer or a list of " + attribute.length() + " integers";
            case DIMS -> isName(value, List.of("all")) ? "" : isIntegers(value, 0) ? distinct(value)
                : "all, an integer or a list such as [0, 1]";
            case DTYPE -> isName(value, DtypeNames.ALL) ? "" : "a dtype such as float32";
            case ENUM -> isName(value, attribute.constants()) ? "" : "one of " + String.join(", ", attribute.constants());
            case DEVICE, FLOATS -> attribute.nullable() ? "null" : "null, with '?' behind the type, or no default";
            case TEXT -> attribute.nullable() ? "null" : "no default";
            case INDEX -> "no default";
        };
    }

    private static boolean isName(Expr value, List<String> known) {
        return value instanceof Expr.Name name && known.contains(name.name());
    }

    private static Expr unsigned(Expr value) {
        return value instanceof Expr.Unary minus && minus.op() == Operator.MINUS ? minus.a() : value;
    }

    private static boolean isNumber(Expr value) {
        return unsigned(value) instanceof Expr.Num
            || unsigned(value) instanceof Expr.Name name && Set.of("inf", "nan", "INF", "NAN").contains(name.name());
    }

    private static boolean isInteger(Expr value) {
        return unsigned(value) instanceof Expr.Num num && num.integral();
    }

    /** What a number must be instead of one that no double, or no integer of 64 bits, is. */
    private static String range(Expr value, boolean keepsIntegers) {
        if (!(unsigned(value) instanceof Expr.Num num)) {
            return "";
        }
        if (Double.isInfinite(num.value())) {
            return "a number up to 1.797e308, or inf";
        }
        return keepsIntegers && num.integral() && num.value() >= LIMIT
            ? "an integer below 2^63, or a fraction such as 1e20 for a real number"
            : "";
    }

    private static String itemRange(Expr value) {
        return items(value).stream().map(item -> range(item, true)).filter(wanted -> !wanted.isEmpty()).findFirst().orElse("");
    }

    private static String distinct(Expr value) {
        var names = items(value).stream().map(item -> (long) (item instanceof Expr.Unary ? -number(item) : number(item))).toList();
        return Set.copyOf(names).size() == names.size() ? itemRange(value) : "each dimension once";
    }

    private static double number(Expr item) {
        return unsigned(item) instanceof Expr.Num num ? num.value() + 0.0 : 0;
    }

    private static List<Expr> items(Expr value) {
        return value instanceof Expr.ListLit list ? list.items() : List.of(value);
    }

    private static boolean isIntegers(Expr value, int length) {
        if (value instanceof Expr.ListLit list) {
            boolean fits = length == 0 || list.items().size() == length || list.items().size() == 1;
            return fits && list.items().stream().allMatch(SignatureCheck::isInteger);
        }
        return isInteger(value);
    }
}
