package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the names, functions and types of formulas, where every value is a number or a truth value. */
public final class FormulaTypes {
    /** What an expression is. */
    public enum Type {
        NUMBER, TRUTH,
        /** {@code null}, only to be compared with. */
        NULL,
        /** After a mistake; goes with everything, so that one mistake is told once. */
        UNKNOWN;

        String text() {
            return switch (this) {
                case NUMBER -> "a number";
                case TRUTH -> "a truth value";
                case NULL -> "null";
                case UNKNOWN -> "something";
            };
        }
    }

    /** What a name stands for, and whether it may be null. */
    public record Variable(Type type, boolean nullable) {}

    private static final String TO_NUMBER = "write 'condition ? 1 : 0' for a number, 'x != 0' for a truth value";

    private final Map<String, Variable> names;
    private final Diagnostics diagnostics;
    private final Set<String> given = new HashSet<>();

    public FormulaTypes(Map<String, Variable> names, Diagnostics diagnostics) {
        this.names = new LinkedHashMap<>(names);
        this.diagnostics = diagnostics;
    }

    /** Checks a formula and says what it is. */
    public Type check(Expr formula) {
        return type(formula);
    }

    /** Checks a formula that must be a number. */
    public void checkNumber(Expr formula) {
        expect(formula, Type.NUMBER);
    }

    private void expect(Expr expr, Type wanted) {
        var type = type(expr);
        if (type != wanted && type != Type.UNKNOWN) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), wanted.text(), type.text(), TO_NUMBER);
        }
    }

    private Type type(Expr expr) {
        return switch (expr) {
            case Expr.Num _ -> Type.NUMBER;
            case Expr.Bool _ -> Type.TRUTH;
            case Expr.NullLit _ -> Type.NULL;
            case Expr.Name name -> name(name);
            case Expr.Unary unary -> {
                var type = unary.op() == Operator.MINUS ? Type.NUMBER : Type.TRUTH;
                expect(unary.a(), type);
                yield type;
            }
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> cond(cond);
            case Expr.Call call -> call(call);
            case Expr.Let let -> let(let);
            case Expr.Field _, Expr.Index _, Expr.ListLit _ -> foreign(expr);
        };
    }

    private Type foreign(Expr expr) {
        diagnostics.report(Diagnostic.TYPE, expr.at(), "a number", "'" + Printer.print(expr) + "'",
            "a formula sees one element of each tensor, and no shape and no list");
        return Type.UNKNOWN;
    }

    private Type name(Expr.Name name) {
        var variable = names.get(name.name());
        if (variable == null) {
            if (Constant.of(name.name()) != null) {
                return Type.NUMBER;
            }
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(), name.name(), known(), String.join(", ", names.keySet()));
            return Type.UNKNOWN;
        }
        if (variable.nullable() && !given.contains(name.name())) {
            diagnostics.report(Diagnostic.TYPE, name.at(), variable.type().text(), "'" + name.name() + "', which may be null",
                "write '" + name.name() + " ?? value', or test '" + name.name() + " != null ? ... : ...'");
        }
        return variable.type();
    }

    private List<String> known() {
        var known = new ArrayList<>(names.keySet());
        known.addAll(Constant.names());
        return known;
    }

    private boolean isNullable(Expr expr) {
        var variable = expr instanceof Expr.Name name ? names.get(name.name()) : null;
        return variable != null && variable.nullable();
    }

    /** The type that a parameter has where it is not null. */
    private Type inner(Expr expr) {
        var variable = expr instanceof Expr.Name name ? names.get(name.name()) : null;
        return variable == null ? Type.UNKNOWN : variable.type();
    }

    private Type binary(Expr.Binary binary) {
        return switch (binary.op()) {
            case PLUS, MINUS, TIMES, DIVIDE -> {
                expect(binary.a(), Type.NUMBER);
                expect(binary.b(), Type.NUMBER);
                yield Type.NUMBER;
            }
            case AND, OR -> logical(binary);
            case OR_ELSE -> orElse(binary);
            case EQUAL, UNEQUAL -> equality(binary);
            default -> {
                expect(binary.a(), Type.NUMBER);
                expect(binary.b(), Type.NUMBER);
                yield Type.TRUTH;
            }
        };
    }

    private Type logical(Expr.Binary binary) {
        expect(binary.a(), Type.TRUTH);
        var known = binary.op() == Operator.AND ? tested(binary.a(), Operator.UNEQUAL) : tested(binary.a(), Operator.EQUAL);
        with(known, () -> expect(binary.b(), Type.TRUTH));
        return Type.TRUTH;
    }

    private Type orElse(Expr.Binary binary) {
        if (!isNullable(binary.a())) {
            type(binary.a());
            diagnostics.report(Diagnostic.TYPE, binary.a().at(), "a parameter that may be null", "'" + Printer.print(binary.a()) + "'",
                "remove '?? " + Printer.print(binary.b()) + "', or declare the parameter with '?'");
            return type(binary.b());
        }
        var type = type(binary.b());
        var wanted = inner(binary.a());
        if (type != wanted && type != Type.UNKNOWN) {
            diagnostics.report(Diagnostic.TYPE, binary.b().at(), wanted.text(), type.text(), TO_NUMBER);
        }
        return wanted;
    }

    private Type equality(Expr.Binary binary) {
        boolean withNull = binary.a() instanceof Expr.NullLit || binary.b() instanceof Expr.NullLit;
        if (withNull) {
            var value = binary.a() instanceof Expr.NullLit ? binary.b() : binary.a();
            if (!isNullable(value)) {
                type(value);
                diagnostics.report(Diagnostic.TYPE, value.at(), "a parameter that may be null", "'" + Printer.print(value) + "'",
                    "remove the comparison, or declare the parameter with '?'");
            }
            return Type.TRUTH;
        }
        var left = type(binary.a());
        if (left == Type.UNKNOWN) {
            type(binary.b());
        } else {
            expect(binary.b(), left);
        }
        return Type.TRUTH;
    }

    private Type cond(Expr.Cond cond) {
        expect(cond.test(), Type.TRUTH);
        var then = new Type[1];
        with(tested(cond.test(), Operator.UNEQUAL), () -> then[0] = type(cond.then()));
        with(tested(cond.test(), Operator.EQUAL), () -> {
            if (then[0] == Type.UNKNOWN) {
                then[0] = type(cond.otherwise());
            } else {
                expect(cond.otherwise(), then[0]);
            }
        });
        return then[0];
    }

    /** The names that are not null where a test holds ({@code !=}), or where it does not ({@code ==}). */
    private static Set<String> tested(Expr test, Operator operator) {
        Set<String> tested = new HashSet<>();
        if (test instanceof Expr.Binary binary) {
            if (binary.op().equals(operator) && binary.b() instanceof Expr.NullLit && binary.a() instanceof Expr.Name name) {
                tested.add(name.name());
            }
            if (binary.op() == (operator == Operator.UNEQUAL ? Operator.AND : Operator.OR)) {
                tested.addAll(tested(binary.a(), operator));
                tested.addAll(tested(binary.b(), operator));
            }
        }
        return tested;
    }

    private void with(Set<String> notNull, Runnable body) {
        var added = new HashSet<>(notNull);
        added.removeAll(given);
        given.addAll(added);
        body.run();
        given.removeAll(added);
    }

    private Type call(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic != null && intrinsic.bitwise()) {
            call.args().forEach(arg -> expectBits(intrinsic, arg));
        } else {
            call.args().forEach(arg -> expect(arg, Type.NUMBER));
        }
        call.named().values().forEach(this::type);
        var series = Series.of(call.function());
        if (series != null) {
            return series(series, call);
        }
        if (intrinsic == null) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_FUNCTION, call.at(), call.function(), functions(),
                "the functions of formulas are: " + String.join(", ", functions()));
            return Type.UNKNOWN;
        }
        if (call.args().size() != intrinsic.arity() || !call.named().isEmpty()) {
            var form = intrinsic.text() + (intrinsic.arity() == 1 ? "(x)" : "(x, y)");
            diagnostics.report(Diagnostic.ARITY, call.at(), intrinsic.text(), intrinsic.arity() == 1 ? "one argument" : "two arguments",
                String.valueOf(call.args().size() + call.named().size()), form);
        }
        return intrinsic.truth() ? Type.TRUTH : Type.NUMBER;
    }

    private void expectBits(Intrinsic intrinsic, Expr expr) {
        var type = type(expr);
        if (type == Type.TRUTH || type == Type.NULL) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), "an integer", type.text(), switch (intrinsic) {
                case BITAND -> "write '&&' for truth values; around a comparison of bits write parentheses, '(a & b) == c'";
                case BITOR -> "write '||' for truth values; around a comparison of bits write parentheses, '(a | b) == c'";
                case BITXOR -> "write '!=' for truth values; around a comparison of bits write parentheses, '(a ^ b) == c'";
                case BITNOT -> "write '!' for a truth value";
                default -> TO_NUMBER;
            });
        }
    }

    private static List<String> functions() {
        var functions = new ArrayList<>(Intrinsic.names());
        Arrays.stream(Series.values()).map(Series::text).forEach(functions::add);
        return functions;
    }

    private Type series(Series series, Expr.Call call) {
        if (call.args().size() < Series.FEWEST || !call.named().isEmpty()) {
            diagnostics.report(Diagnostic.ARITY, call.at(), series.text(), "an argument and coefficients",
                String.valueOf(call.args().size() + call.named().size()), series.text() + "(x, c0, c1)");
        }
        call.args().stream().skip(1).filter(arg -> !Series.isCoefficient(arg)).forEach(arg -> diagnostics.report(Diagnostic.TYPE, arg.at(),
            "a number", "'" + Printer.print(arg) + "'", "write the coefficients of " + series.text() + " as numbers, the constant first"));
        return Type.NUMBER;
    }

    private Type let(Expr.Let let) {
        var type = type(let.value());
        return bound(let.name(), new Variable(type, false), let.at(), let.body());
    }

    private Type bound(String name, Variable variable, Position at, Expr body) {
        if (names.containsKey(name)) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, at, name);
            return type(body);
        }
        names.put(name, variable);
        var type = type(body);
        names.remove(name);
        return type;
    }
}
