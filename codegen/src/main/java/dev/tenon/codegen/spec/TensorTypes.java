package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks expressions that call operators: backward functions, bodies of composites, saved values. */
final class TensorTypes {
    private static final Set<String> BUILT_IN = Set.of("has", "rank", "numel", "len");

    private final SpecContext context;
    private final Map<String, ValueType> names;
    private final Map<String, List<Result>> results;
    private final Diagnostics diagnostics;

    /**
     * @param names what is known, by name
     * @param results the results of the names that are several, such as {@code g} and {@code output}
     */
    TensorTypes(SpecContext context, Map<String, ValueType> names, Map<String, List<Result>> results, Diagnostics diagnostics) {
        this.context = context;
        this.names = new LinkedHashMap<>(names);
        this.results = results;
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
            case Expr.Unary unary -> type(unary.a());
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> cond(cond);
            case Expr.Index index -> index(index);
            case Expr.ListLit list -> list(list);
            case Expr.Let let -> let(let);
        };
    }

    private ValueType cond(Expr.Cond cond) {
        type(cond.test());
        var then = type(cond.then());
        var otherwise = type(cond.otherwise());
        return then == ValueType.TENSOR || otherwise == ValueType.TENSOR ? ValueType.TENSOR : then;
    }

    private ValueType index(Expr.Index index) {
        var target = type(index.target());
        expect(index.index(), ValueType.INTEGER);
        return target == ValueType.TENSORS ? ValueType.TENSOR : ValueType.INTEGER;
    }

    private ValueType let(Expr.Let let) {
        if (names.containsKey(let.name())) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, let.at(), let.name());
        }
        names.put(let.name(), type(let.value()));
        return type(let.body());
    }

    private ValueType list(Expr.ListLit list) {
        var types = list.items().stream().map(this::type).toList();
        return types.contains(ValueType.TENSOR) ? ValueType.TENSORS : ValueType.LIST;
    }

    private ValueType name(Expr.Name name) {
        var type = names.get(name.name());
        if (type != null) {
            return type;
        }
        if (Constant.of(name.name()) != null) {
            return ValueType.NUMBER;
        }
        if (DtypeNames.ALL.contains(name.name())) {
            return ValueType.DTYPE;
        }
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(), name.name(), names.keySet(), String.join(", ", names.keySet()));
        return ValueType.UNKNOWN;
    }

    private ValueType field(Expr.Field field) {
        var target = type(field.target());
        if (target == ValueType.UNKNOWN) {
            return ValueType.UNKNOWN;
        }
        if (target == ValueType.RESULTS) {
            return part(field);
        }
        switch (field.name()) {
            case "shape":
                return ValueType.LIST;
            case "dtype":
                return ValueType.DTYPE;
            case "rank", "ndim", "numel":
                return ValueType.INTEGER;
            default:
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, field.at(), field.name(), List.of("shape", "dtype", "rank", "numel"),
                    "x.shape, x.dtype, x.rank, x.numel");
                return ValueType.UNKNOWN;
        }
    }

    private ValueType part(Expr.Field field) {
        var parts = new ArrayList<String>();
        if (field.target() instanceof Expr.Name name) {
            results.getOrDefault(name.name(), List.of()).forEach(result -> parts.add(result.name()));
        } else if (field.target() instanceof Expr.Call call) {
            context.byCall(call.function()).forEach(op -> op.sig().results().forEach(result -> parts.add(result.name())));
        }
        if (!parts.isEmpty() && !parts.contains(field.name())) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, field.at(), field.name(), parts, String.join(", ", parts));
        }
        return ValueType.TENSOR;
    }

    private ValueType binary(Expr.Binary binary) {
        var a = type(binary.a());
        var b = type(binary.b());
        if (binary.op() == Operator.OR_ELSE) {
            return b;
        }
        if (a == ValueType.NULL || b == ValueType.NULL) {
            return ValueType.TRUTH;
        }
        if (a == ValueType.TENSOR || b == ValueType.TENSOR) {
            return ValueType.TENSOR;
        }
        if (a == ValueType.UNKNOWN || b == ValueType.UNKNOWN) {
            return ValueType.UNKNOWN;
        }
        if (!binary.op().isArithmetic()) {
            return ValueType.TRUTH;
        }
        if (!a.isNumeric() || !b.isNumeric()) {
            var wrong = a.isNumeric() ? binary.b() : binary.a();
            diagnostics.report(Diagnostic.TYPE, wrong.at(), "a tensor or a number", (a.isNumeric() ? b : a).text(),
                "name the tensor, such as 'g.values'");
            return ValueType.UNKNOWN;
        }
        return a == ValueType.INTEGER && b == ValueType.INTEGER && binary.op() != Operator.DIVIDE ? ValueType.INTEGER : ValueType.NUMBER;
    }

    private ValueType call(Expr.Call call) {
        if (BUILT_IN.contains(call.function()) && call.args().size() == 1) {
            type(call.args().getFirst());
            return call.function().equals("has") ? ValueType.TRUTH : ValueType.INTEGER;
        }
        var overloads = context.byCall(call.function());
        if (!overloads.isEmpty()) {
            return new CallTypes(this, call, diagnostics).of(overloads);
        }
        call.args().forEach(this::type);
        call.named().values().forEach(this::type);
        boolean method = call.function().matches("[A-Z]\\w*\\.[a-z]\\w*");
        if (!method) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_FUNCTION, call.at(), call.function(), context.callNames(),
                "write the name of an operator of this spec or of one that it uses, or a static method: Gradients.name(...)");
        }
        return ValueType.UNKNOWN;
    }

    /** Whether this name is known here, and so no constant of an enum. */
    boolean knows(String name) {
        return names.containsKey(name);
    }
}
