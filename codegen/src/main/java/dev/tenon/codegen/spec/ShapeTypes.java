package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks expressions of integers, shapes, dtypes and conditions, which see the tensors' shapes and no elements. */
final class ShapeTypes {
    private record Function(int least, int most, ValueType result, String form) {}

    private static final Map<String, Function> FUNCTIONS = new TreeMap<>(Map.ofEntries(
        Map.entry("float", new Function(1, 1, ValueType.DTYPE, "float(T)")),
        Map.entry("accum", new Function(1, 1, ValueType.DTYPE, "accum(T)")),
        Map.entry("int", new Function(1, 1, ValueType.DTYPE, "int(T)")),
        Map.entry("min", new Function(2, 2, ValueType.INTEGER, "min(a, b)")),
        Map.entry("max", new Function(2, 2, ValueType.INTEGER, "max(a, b)")),
        Map.entry("abs", new Function(1, 1, ValueType.INTEGER, "abs(a)")),
        Map.entry("rank", new Function(1, 1, ValueType.INTEGER, "rank(x)")),
        Map.entry("numel", new Function(1, 1, ValueType.INTEGER, "numel(x)")),
        Map.entry("len", new Function(1, 1, ValueType.INTEGER, "len(list)")),
        Map.entry("broadcast", new Function(1, Integer.MAX_VALUE, ValueType.LIST, "broadcast(x, y, ...)")),
        Map.entry("reduced", new Function(3, 3, ValueType.LIST, "reduced(x.shape, dim, keepdim)"))));

    private final Map<String, ValueType> names;
    private final Diagnostics diagnostics;

    ShapeTypes(Map<String, ValueType> names, Diagnostics diagnostics) {
        this.names = new LinkedHashMap<>(names);
        this.diagnostics = diagnostics;
    }

    /** Checks an expression that must have this type. */
    void expect(Expr expr, ValueType wanted) {
        var type = type(expr);
        if (!type.fits(wanted)) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), wanted.text(), type.text(), "write " + wanted.text() + " here");
        }
    }

    ValueType type(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> num.integral() ? ValueType.INTEGER : ValueType.NUMBER;
            case Expr.Bool _ -> ValueType.TRUTH;
            case Expr.NullLit _ -> ValueType.NULL;
            case Expr.Name name -> name(name);
            case Expr.Field field -> field(field);
            case Expr.Call call -> call(call);
            case Expr.Unary unary when unary.op() == Operator.NOT -> {
                expect(unary.a(), ValueType.TRUTH);
                yield ValueType.TRUTH;
            }
            case Expr.Unary unary -> numeric(unary.a());
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> cond(cond);
            case Expr.Index index -> {
                expect(index.target(), ValueType.LIST);
                expect(index.index(), ValueType.INTEGER);
                yield ValueType.INTEGER;
            }
            case Expr.ListLit list -> {
                list.items().forEach(item -> expect(item, ValueType.INTEGER));
                yield ValueType.LIST;
            }
            case Expr.Let let -> let(let);
        };
    }

    private ValueType cond(Expr.Cond cond) {
        expect(cond.test(), ValueType.TRUTH);
        var then = type(cond.then());
        expect(cond.otherwise(), then == ValueType.INTEGER ? ValueType.NUMBER : then);
        return then;
    }

    private ValueType let(Expr.Let let) {
        var type = type(let.value());
        if (names.containsKey(let.name())) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, let.at(), let.name());
        }
        names.put(let.name(), type);
        return type(let.body());
    }

    /** The names with those of the {@code let} lines that were checked. */
    Map<String, ValueType> names() {
        return names;
    }

    private ValueType name(Expr.Name name) {
        var type = names.get(name.name());
        if (type == null) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(), name.name(), names.keySet(), String.join(", ", names.keySet()));
            return ValueType.UNKNOWN;
        }
        return type;
    }

    private ValueType field(Expr.Field field) {
        expect(field.target(), ValueType.TENSOR);
        return switch (field.name()) {
            case "shape" -> ValueType.LIST;
            case "dtype" -> ValueType.DTYPE;
            case "rank", "ndim", "numel" -> ValueType.INTEGER;
            default -> {
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, field.at(), field.name(), List.of("shape", "dtype", "rank", "numel"),
                    "x.shape, x.dtype, x.rank, x.numel");
                yield ValueType.UNKNOWN;
            }
        };
    }

    private ValueType call(Expr.Call call) {
        call.args().forEach(this::type);
        if (call.function().contains(".")) {
            return ValueType.UNKNOWN;
        }
        var function = FUNCTIONS.get(call.function());
        if (function == null) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_FUNCTION, call.at(), call.function(), FUNCTIONS.keySet(),
                "the functions are: " + String.join(", ", FUNCTIONS.keySet()) + ", and static methods: ShapeRules.name(...)");
            return ValueType.UNKNOWN;
        }
        int count = call.args().size();
        if (count < function.least() || count > function.most() || !call.named().isEmpty()) {
            diagnostics.report(Diagnostic.ARITY, call.at(), call.function(),
                function.least() == function.most() ? function.least() + " arguments" : "at least one argument", String.valueOf(count),
                function.form());
        }
        return function.result();
    }

    private ValueType numeric(Expr expr) {
        var type = type(expr);
        if (!type.isNumeric()) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), "a number", type.text(), "write a number here");
            return ValueType.UNKNOWN;
        }
        return type;
    }

    private ValueType binary(Expr.Binary binary) {
        return switch (binary.op()) {
            case AND, OR -> {
                expect(binary.a(), ValueType.TRUTH);
                expect(binary.b(), ValueType.TRUTH);
                yield ValueType.TRUTH;
            }
            case EQUAL, UNEQUAL -> {
                type(binary.a());
                type(binary.b());
                yield ValueType.TRUTH;
            }
            case LESS, AT_MOST, GREATER, AT_LEAST -> {
                numeric(binary.a());
                numeric(binary.b());
                yield ValueType.TRUTH;
            }
            case OR_ELSE -> {
                type(binary.a());
                yield type(binary.b());
            }
            default -> {
                var a = numeric(binary.a());
                var b = numeric(binary.b());
                yield a == ValueType.INTEGER && b == ValueType.INTEGER ? ValueType.INTEGER : ValueType.NUMBER;
            }
        };
    }
}
