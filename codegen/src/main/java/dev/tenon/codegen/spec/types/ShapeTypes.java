package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.Nullness;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.ValueType;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks expressions of integers, shapes, dtypes and conditions, which see the tensors' shapes and no elements. */
public final class ShapeTypes {
    /** From here on not every integer is a double, which the parser makes of it. */
    private static final double GAPS = 0x1p53;

    private final Map<String, ValueType> names;
    private final Set<String> nullable = new HashSet<>();
    /** As those, whatever the conditions around a place have found. */
    private final Set<String> mayBeNull = new HashSet<>();
    private final Collection<ShapeFunction> functions;
    private final Diagnostics diagnostics;

    /** @param op the entry, whose parameters may be null */
    public ShapeTypes(OpEntry op, Map<String, ValueType> names, Diagnostics diagnostics) {
        this.names = new LinkedHashMap<>(names);
        this.diagnostics = diagnostics;
        functions = ShapeFunction.byName().values().stream()
            .filter(function -> op instanceof OpEntry.Primitive || function.isForComposites()).toList();
        if (op instanceof OpEntry.Primitive) {
            op.sig().params().stream().filter(ShapeTypes::mayBeNull).forEach(param -> nullable.add(param.name()));
        }
        op.sig().params().stream().filter(Param::isNullable).forEach(param -> mayBeNull.add(param.name()));
    }

    private static boolean mayBeNull(Param param) {
        return param.isTensor() ? param.tensor().optional() : param.attribute().nullable();
    }

    /** Checks an expression that must have this type. */
    public void expect(Expr expr, ValueType wanted) {
        require(expr, type(expr), wanted);
    }

    private void require(Expr expr, ValueType type, ValueType wanted) {
        if (!type.fits(wanted)) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), wanted.text(), type.text(), "write " + wanted.text() + " here");
        }
    }

    /** Checks a requirement: a truth value, or a function that refuses a call by itself. */
    public void requirement(Expr condition, boolean hasMessage) {
        var value = condition;
        while (value instanceof Expr.Let let) {
            let(let);
            value = let.body();
        }
        if (value instanceof Expr.Call call && type(call) == ValueType.CHECK) {
            if (hasMessage) {
                diagnostics.report(Diagnostic.TYPE, call.at(), "a truth value before ':'", "a check", "remove ':' and what follows: "
                    + call.function() + " says by itself what is wrong");
            }
        } else if (!(value instanceof Expr.Call)) {
            expect(value, ValueType.TRUTH);
        } else {
            require(value, type(value), ValueType.TRUTH);
        }
    }

    public ValueType type(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> number(num);
            case Expr.Bool _ -> ValueType.TRUTH;
            case Expr.NullLit _ -> ValueType.NULL;
            case Expr.Name name -> name(name, false);
            case Expr.Field field -> field(field);
            case Expr.Call call -> call(call);
            case Expr.Unary unary when unary.op() == Operator.NOT -> {
                expect(unary.a(), ValueType.TRUTH);
                yield ValueType.TRUTH;
            }
            case Expr.Unary unary -> numeric(unary.a());
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> cond(cond);
            case Expr.Index index -> index(index);
            case Expr.ListLit list -> {
                list.items().forEach(item -> expect(item, ValueType.INTEGER));
                yield ValueType.LIST;
            }
            case Expr.Let let -> {
                let(let);
                yield type(let.body());
            }
        };
    }

    /** An item of a list of integers, or of tensors. */
    private ValueType index(Expr.Index index) {
        var target = type(index.target());
        expect(index.index(), ValueType.INTEGER);
        if (target == ValueType.TENSORS) {
            return ValueType.TENSOR;
        }
        require(index.target(), target, ValueType.LIST);
        return ValueType.INTEGER;
    }

    private ValueType number(Expr.Num num) {
        if (num.integral() && num.value() >= GAPS) {
            diagnostics.report(Diagnostic.TYPE, num.at(), "an integer below 2^53", "a larger one", "write a smaller number");
        }
        return num.integral() ? ValueType.INTEGER : ValueType.NUMBER;
    }

    private ValueType cond(Expr.Cond cond) {
        expect(cond.test(), ValueType.TRUTH);
        var then = given(cond.test(), true, cond.then());
        var otherwise = given(cond.test(), false, cond.otherwise());
        require(cond.otherwise(), otherwise, then == ValueType.INTEGER ? ValueType.NUMBER : then);
        return then == ValueType.INTEGER ? otherwise : then;
    }

    private void let(Expr.Let let) {
        var type = type(let.value());
        if (type == ValueType.NULL || type == ValueType.CHECK || type == ValueType.TENSOR || type == ValueType.TENSORS) {
            diagnostics.report(Diagnostic.TYPE, let.value().at(), "a number, a truth value, a list or a dtype", type.text(),
                "name a value that can be computed");
        }
        if (names.containsKey(let.name())) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, let.at(), let.name());
        }
        names.put(let.name(), type);
    }

    /** The names with those of the {@code let} lines that were checked. */
    public Map<String, ValueType> names() {
        return names;
    }

    private ValueType name(Expr.Name name, boolean nullFits) {
        var type = names.get(name.name());
        if (type == null) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(), name.name(), names.keySet(), String.join(", ", names.keySet()));
            return ValueType.UNKNOWN;
        }
        if (!nullFits && nullable.contains(name.name())) {
            diagnostics.report(Diagnostic.TYPE, name.at(), "a value", "'" + name.name() + "', which may be null",
                "write '" + name.name() + " ?? other', or ask '" + name.name() + " == null || ...' before");
        }
        return type;
    }

    /** Checks a value that a message tells, which may be null. */
    public void told(Expr expr) {
        boolean tensor = expr instanceof Expr.Name name && names.get(name.name()) == ValueType.TENSOR;
        var type = tensor ? type(expr) : nullable(expr);
        if (type == ValueType.TENSORS || type == ValueType.CHECK || type == ValueType.NULL) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), "a value to tell", type.text(), "write a number, a size, a dtype or one tensor");
        }
    }

    /** Reports what can never be null where it is asked whether it is. */
    private void requireNullable(Expr expr) {
        if (expr instanceof Expr.Name name && names.containsKey(name.name()) && !mayBeNull.contains(name.name())) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), "a value that may be null", "'" + name.name() + "', which never is",
                "write '?' behind its type in the signature, or leave the question out");
        }
    }

    /** The type of a value that may be null. */
    private ValueType nullable(Expr expr) {
        return expr instanceof Expr.Name name ? name(name, true) : type(expr);
    }

    private ValueType field(Expr.Field field) {
        var target = type(field.target());
        if (target == ValueType.TENSORS && field.target() instanceof Expr.Name list) {
            diagnostics.report(Diagnostic.TYPE, list.at(), "a tensor", target.text(), "write '" + list.name() + "[0]." + field.name()
                + "', of one of them");
            target = ValueType.TENSOR;
        }
        require(field.target(), target, ValueType.TENSOR);
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
        if (call.function().contains(".")) {
            call.args().forEach(this::nullable);
            return ValueType.UNKNOWN;
        }
        var function = functions.stream().filter(f -> f.text().equals(call.function())).findFirst().orElse(null);
        if (function == null) {
            call.args().forEach(this::nullable);
            var known = functions.stream().map(ShapeFunction::text).sorted().toList();
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_FUNCTION, call.at(), call.function(), known,
                "the functions are: " + String.join(", ", known) + ", and static methods: ShapeRules.name(...)");
            return ValueType.UNKNOWN;
        }
        int count = call.args().size();
        if (count < function.least() || count > function.most() || !call.named().isEmpty()) {
            diagnostics.report(Diagnostic.ARITY, call.at(), call.function(), function.counted(),
                String.valueOf(count + call.named().size()),
                function.form());
            return function.result();
        }
        var result = function.result();
        if (function == ShapeFunction.LEN && type(call.args().getFirst()) == ValueType.TENSORS) {
            return result;
        }
        for (int i = 0; i < count; i++) {
            var value = call.args().get(i);
            if (function.target() == ShapeFunction.Target.MATH) {
                result = numeric(value) == ValueType.NUMBER ? ValueType.NUMBER : result;
            } else {
                argument(function.args().get(Math.min(i, function.args().size() - 1)), value);
            }
        }
        return result;
    }

    private void argument(ShapeFunction.Arg arg, Expr value) {
        switch (arg) {
            case INTEGER, OPTIONAL_INTEGER -> expect(value, ValueType.INTEGER);
            case TRUTH -> expect(value, ValueType.TRUTH);
            case DTYPE -> expect(value, ValueType.DTYPE);
            case SIZES -> expect(value, ValueType.LIST);
            case DIMS -> require(value, nullable(value), ValueType.LIST);
            case TENSOR -> expect(value, ValueType.TENSOR);
            case TENSORS -> tensor(value);
            case LIST -> expect(value, ValueType.TENSORS);
            case DIM_OR_DIMS -> {
                var type = nullable(value);
                require(value, type, type == ValueType.INTEGER ? ValueType.INTEGER : ValueType.LIST);
            }
            case KIND -> {
                var type = type(value);
                require(value, type, type.isNumeric() ? ValueType.NUMBER : ValueType.DTYPE);
            }
        }
    }

    /** A tensor of which the call knows the position. */
    private void tensor(Expr value) {
        var type = nullable(value);
        require(value, type, ValueType.TENSOR);
        if (type == ValueType.TENSOR && !(value instanceof Expr.Name)) {
            diagnostics.report(Diagnostic.TYPE, value.at(), "the name of a tensor", "an expression", "write a parameter's name");
        }
    }

    private ValueType numeric(Expr expr) {
        return numeric(expr, type(expr));
    }

    private ValueType numeric(Expr expr, ValueType type) {
        if (!type.isNumeric()) {
            diagnostics.report(Diagnostic.TYPE, expr.at(), "a number", type.text(), type == ValueType.TENSOR
                ? "only shapes and dtypes are seen here, and no elements: write x.rank, x.numel or x.shape[0]" : "write a number here");
            return ValueType.UNKNOWN;
        }
        return type;
    }

    private ValueType binary(Expr.Binary binary) {
        return switch (binary.op()) {
            case AND, OR -> {
                expect(binary.a(), ValueType.TRUTH);
                require(binary.b(), given(binary.a(), binary.op() == Operator.AND, binary.b()), ValueType.TRUTH);
                yield ValueType.TRUTH;
            }
            case EQUAL, UNEQUAL -> {
                comparable(binary);
                yield ValueType.TRUTH;
            }
            case LESS, AT_MOST, GREATER, AT_LEAST -> {
                numeric(binary.a());
                numeric(binary.b());
                yield ValueType.TRUTH;
            }
            case OR_ELSE -> {
                requireNullable(binary.a());
                var a = nullable(binary.a());
                var b = type(binary.b());
                require(binary.b(), b, a == ValueType.INTEGER ? ValueType.NUMBER : a);
                yield a == ValueType.INTEGER ? b : a;
            }
            default -> {
                var a = type(binary.a());
                if (a == ValueType.LIST && binary.op() == Operator.PLUS) {
                    expect(binary.b(), ValueType.LIST);
                    yield ValueType.LIST;
                }
                yield arithmetic(binary, numeric(binary.a(), a));
            }
        };
    }

    private ValueType arithmetic(Expr.Binary binary, ValueType a) {
        var b = numeric(binary.b());
        if (binary.op() == Operator.DIVIDE && binary.b() instanceof Expr.Num num && num.value() == 0) {
            diagnostics.report(Diagnostic.TYPE, num.at(), "a number other than 0", "0", "divide by another number");
        }
        return a == ValueType.INTEGER && b == ValueType.INTEGER ? ValueType.INTEGER : ValueType.NUMBER;
    }

    private void comparable(Expr.Binary binary) {
        boolean asksNull = binary.b() instanceof Expr.NullLit;
        if (asksNull) {
            requireNullable(binary.a());
        }
        var a = asksNull ? nullable(binary.a()) : type(binary.a());
        var b = type(binary.b());
        boolean fit = a == ValueType.NULL || b == ValueType.NULL || a.isNumeric() && b.isNumeric() || a.fits(b);
        if (!fit || a == ValueType.TENSOR && b != ValueType.NULL) {
            diagnostics.report(Diagnostic.TYPE, binary.at(), "two values of one type", a.text() + " and " + b.text(),
                "compare values of one type, other than tensors");
        }
    }

    /** The type of what is evaluated where a condition has this outcome, and so knows more names not to be null. */
    private ValueType given(Expr condition, boolean outcome, Expr expr) {
        var known = new HashSet<>(Nullness.nonNull(condition, outcome));
        known.retainAll(nullable);
        nullable.removeAll(known);
        var type = type(expr);
        nullable.addAll(known);
        return type;
    }
}
