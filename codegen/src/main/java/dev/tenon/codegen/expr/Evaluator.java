package dev.tenon.codegen.expr;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes formulas on doubles, one element at a time; truth values are 1 and 0. It is the measure for derivatives and for generated
 * kernels. A name with the value null is an attribute that was not given.
 */
public final class Evaluator {
    private final Map<String, @Nullable Double> values;
    private final Map<Expr, Double> known = new IdentityHashMap<>();

    private Evaluator(Map<String, @Nullable Double> values) {
        this.values = values;
    }

    /** The value of a formula; truth values are 1 and 0. */
    public static double evaluate(Expr expr, Map<String, @Nullable Double> values) {
        return new Evaluator(values).value(expr);
    }

    private double value(Expr expr) {
        var value = known.get(expr);
        if (value == null) {
            value = compute(expr);
            known.put(expr, value);
        }
        return value;
    }

    private double compute(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> num.value();
            case Expr.Bool bool -> bool.value() ? 1 : 0;
            case Expr.Name name -> name(name);
            case Expr.Unary unary -> unary.op() == Operator.MINUS ? -value(unary.a()) : 1 - value(unary.a());
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> value(cond.test()) != 0 ? value(cond.then()) : value(cond.otherwise());
            case Expr.Call call -> call(call);
            case Expr.Let let -> {
                Map<String, @Nullable Double> inner = new HashMap<>(values);
                inner.put(let.name(), value(let.value()));
                yield evaluate(let.body(), inner);
            }
            default -> throw new IllegalArgumentException("not a formula: " + Printer.print(expr));
        };
    }

    private double name(Expr.Name name) {
        var value = values.get(name.name());
        if (value != null) {
            return value;
        }
        // Defaults may be written as PyTorch prints them.
        var constant = Constant
            .of(name.name().equals("inf") || name.name().equals("nan") ? name.name().toUpperCase(Locale.ROOT) : name.name());
        if (constant == null) {
            throw new IllegalArgumentException("no value for " + name.name());
        }
        return constant.value();
    }

    private boolean isNull(Expr expr) {
        return expr instanceof Expr.NullLit
            || expr instanceof Expr.Name name && values.containsKey(name.name()) && values.get(name.name()) == null;
    }

    private double binary(Expr.Binary binary) {
        var a = binary.a();
        var b = binary.b();
        if (binary.op() == Operator.OR_ELSE) {
            return value(isNull(a) ? b : a);
        }
        if (isNull(a) || isNull(b)) {
            return isNull(a) == isNull(b) == (binary.op() == Operator.EQUAL) ? 1 : 0;
        }
        return switch (binary.op()) {
            case AND -> value(a) != 0 ? value(b) : 0;
            case OR -> value(a) != 0 ? 1 : value(b);
            default -> apply(binary.op(), value(a), value(b));
        };
    }

    /** Applies an arithmetic operator or a comparison. */
    static double apply(Operator operator, double a, double b) {
        return switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDE -> a / b;
            case EQUAL -> a == b ? 1 : 0;
            case UNEQUAL -> a != b ? 1 : 0;
            case LESS -> a < b ? 1 : 0;
            case AT_MOST -> a <= b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case AT_LEAST -> a >= b ? 1 : 0;
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    private double call(Expr.Call call) {
        if (Series.of(call.function()) != null) {
            return Series.at(value(call.args().getFirst()), call);
        }
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null) {
            throw new IllegalArgumentException("no function " + call.function());
        }
        double x = value(call.args().getFirst());
        return intrinsic.apply(x, intrinsic.arity() > 1 ? value(call.args().get(1)) : 0);
    }
}
