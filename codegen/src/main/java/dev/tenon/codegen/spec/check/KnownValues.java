package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes conditions on attributes as far as their values are known: numbers are {@code Double}, truth values {@code Boolean}, constants and
 * dtypes {@code String}, lists {@code List}, and null is an empty {@code Optional}. What hangs on anything else is not known, and null here.
 */
final class KnownValues {
    private final Map<String, Object> values;

    KnownValues(Map<String, Object> values) {
        this.values = values;
    }

    /** The value of a default or literal; null where it is none. */
    static @Nullable Object literal(Expr expr) {
        return new KnownValues(Map.of()).of(expr);
    }

    /** Whether a condition is known to hold, or not to; null where it is not known. */
    @Nullable Boolean holds(Expr condition) {
        return of(condition) instanceof Boolean truth ? truth : null;
    }

    private @Nullable Object of(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> num.value();
            case Expr.Bool bool -> bool.value();
            case Expr.NullLit _ -> Optional.empty();
            case Expr.Name name -> name(name.name());
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> of(cond.test()) instanceof Boolean test ? of(test ? cond.then() : cond.otherwise()) : null;
            case Expr.ListLit list -> list(list);
            case Expr.Index index -> item(index);
            case Expr.Call call -> call(call);
            case Expr.Let let -> let(let);
            case Expr.Field _ -> null;
        };
    }

    private @Nullable Object name(String name) {
        return switch (name) {
            case "INF", "inf" -> Double.POSITIVE_INFINITY;
            case "NAN", "nan" -> Double.NaN;
            default -> values.get(name);
        };
    }

    private @Nullable Object let(Expr.Let let) {
        var value = of(let.value());
        Map<String, Object> inner = new HashMap<>(values);
        if (value == null) {
            inner.remove(let.name());
        } else {
            inner.put(let.name(), value);
        }
        return new KnownValues(inner).of(let.body());
    }

    private @Nullable Object unary(Expr.Unary unary) {
        return switch (of(unary.a())) {
            case Boolean truth when unary.op() == Operator.NOT -> !truth;
            case Double number when unary.op() == Operator.MINUS -> -number;
            case null, default -> null;
        };
    }

    private @Nullable Object binary(Expr.Binary binary) {
        var a = of(binary.a());
        var operator = binary.op();
        if (operator == Operator.AND || operator == Operator.OR) {
            // One side may settle it, whatever the other is.
            var b = of(binary.b());
            Boolean settled = operator == Operator.OR;
            return settled.equals(a) || settled.equals(b) ? settled : a instanceof Boolean && b instanceof Boolean ? !settled : null;
        }
        if (operator == Operator.OR_ELSE) {
            return a instanceof Optional<?> ? of(binary.b()) : a;
        }
        var b = of(binary.b());
        if (a == null || b == null) {
            return null;
        }
        if (a instanceof Double x && b instanceof Double y) {
            return number(operator, x, y);
        }
        return switch (operator) {
            case EQUAL -> Objects.equals(a, b);
            case UNEQUAL -> !Objects.equals(a, b);
            default -> null;
        };
    }

    private static @Nullable Object number(Operator operator, double x, double y) {
        return switch (operator) {
            case PLUS -> x + y;
            case MINUS -> x - y;
            case TIMES -> x * y;
            case EQUAL -> x == y;
            case UNEQUAL -> x != y;
            case LESS -> x < y;
            case AT_MOST -> x <= y;
            case GREATER -> x > y;
            case AT_LEAST -> x >= y;
            // Of integers it rounds down, and which these are is not known here.
            default -> null;
        };
    }

    private @Nullable Object list(Expr.ListLit list) {
        var items = new ArrayList<Object>();
        for (var item : list.items()) {
            var value = of(item);
            if (value == null) {
                return null;
            }
            items.add(value);
        }
        return items;
    }

    private @Nullable Object item(Expr.Index index) {
        if (of(index.index()) instanceof Double at && at == Math.rint(at) && of(index.target()) instanceof List<?> list) {
            int place = (int) (at < 0 ? at + list.size() : at);
            return place >= 0 && place < list.size() ? list.get(place) : null;
        }
        return null;
    }

    private @Nullable Object call(Expr.Call call) {
        var args = call.args().stream().map(this::of).toList();
        if (args.size() == 1 && args.getFirst() instanceof List<?> list) {
            return call.function().equals("len") ? Double.valueOf(list.size()) : null;
        }
        if (args.size() == 1 && args.getFirst() instanceof Double x) {
            return call.function().equals("abs") ? Double.valueOf(Math.abs(x)) : null;
        }
        if (args.size() == 2 && args.get(0) instanceof Double x && args.get(1) instanceof Double y) {
            return switch (call.function()) {
                case "min" -> Math.min(x, y);
                case "max" -> Math.max(x, y);
                case "remainder" -> y == 0 ? null : x - Math.floor(x / y) * y;
                default -> null;
            };
        }
        return null;
    }
}
