package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.DtypeNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.Sizes;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.types.ShapeTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks symbolic sizes, shapes, dtypes and requirements. */
final class ShapeCheck {
    private final OpEntry op;
    private final Diagnostics diagnostics;
    private final Map<String, ValueType> names = new LinkedHashMap<>();

    ShapeCheck(OpEntry op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
        op.sig().params().forEach(param -> names.put(param.name(), ValueType.of(param)));
    }

    void run() {
        bindSizes();
        var known = new LinkedHashMap<>(names);
        if (op.shape() != null) {
            var types = types(requireNames(names));
            checkShape(types, op.shape());
            lets(op.shape()).forEach(let -> known.put(let, types.names().getOrDefault(let, ValueType.UNKNOWN)));
            checkLets(op.shape());
        }
        for (var result : op.sig().results()) {
            if (result.dims() != null) {
                checkResult(known, result.dims());
            }
        }
        if (op.dtype() != null) {
            types(dtypeNames(known)).expect(op.dtype(), ValueType.DTYPE);
        }
        if (op instanceof OpEntry.Composite) {
            return;
        }
        op.requires().forEach(require -> checkRequire(known, require));
    }

    private static List<String> lets(Expr shape) {
        var names = new ArrayList<String>();
        for (var rest = shape; rest instanceof Expr.Let let; rest = let.body()) {
            names.add(let.name());
        }
        return names;
    }

    /** What nothing reads, neither the shape nor what is said beside it. */
    private void checkLets(Expr shape) {
        Set<String> read = new HashSet<>();
        op.sig().results().stream().filter(result -> result.dims() != null).flatMap(result -> result.dims().stream())
            .forEach(dim -> read.addAll(ExprTree.names(dim)));
        if (op.dtype() != null) {
            read.addAll(ExprTree.names(op.dtype()));
        }
        op.requires().forEach(require -> {
            read.addAll(ExprTree.names(require.condition()));
            require.values().forEach(value -> read.addAll(ExprTree.names(value)));
        });
        for (var rest = shape; rest instanceof Expr.Let let; rest = let.body()) {
            if (!read.contains(let.name()) && !ExprTree.names(let.body()).contains(let.name())) {
                diagnostics.report(Diagnostic.IDLE_LET, let.at(), let.name());
            }
        }
    }

    private ShapeTypes types(Map<String, ValueType> known) {
        return new ShapeTypes(op, known, diagnostics);
    }

    private void checkRequire(Map<String, ValueType> known, Require require) {
        var types = types(requireNames(known));
        types.requirement(require.condition(), require.message() != null);
        require.values().forEach(types::told);
    }

    /** A name in a tensor's sizes is bound by its first use; other expressions read what is bound. */
    private void bindSizes() {
        for (var param : op.sig().tensors()) {
            var dims = param.tensor().dims();
            if (dims == null) {
                continue;
            }
            checkRest(dims);
            for (var dim : dims) {
                if (dim instanceof Expr.Name name && !Sizes.isRest(dim) && !names.containsKey(name.name())) {
                    bindSize(param, name);
                } else {
                    checkSize(names, dim);
                }
            }
        }
    }

    /** The sizes of a tensor that may be null name nothing. */
    private void bindSize(Param param, Expr.Name name) {
        if (param.tensor().optional()) {
            diagnostics.report(Diagnostic.UNKNOWN_NAME, name.at(), name.name(), "the sizes of tensors that cannot be null");
        }
        if (op.sig().tensors().stream().anyMatch(other -> name.name().equals(String.valueOf(other.tensor().letter())))) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, name.at(), name.name());
        }
        names.put(name.name(), ValueType.INTEGER);
    }

    private void checkRest(List<Expr> dims) {
        var rests = dims.stream().filter(Sizes::isRest).toList();
        if (rests.size() > 1) {
            diagnostics.report(Diagnostic.SIGNATURE, rests.get(1).at(), "one '...'", "another",
                "name the sizes of all dimensions but those in one place");
        }
    }

    private void checkResult(Map<String, ValueType> known, List<Expr> dims) {
        checkRest(dims);
        boolean bound = op.sig().tensors().stream().map(Param::tensor)
            .anyMatch(tensor -> tensor.dims() != null && !tensor.optional() && Sizes.rest(tensor.dims()) >= 0);
        for (var dim : dims) {
            if (Sizes.isRest(dim) && !bound) {
                diagnostics.report(Diagnostic.SIGNATURE, dim.at(), "sizes that a parameter has", "'...'",
                    "write '...' among the sizes of a tensor parameter, too");
            }
            checkSize(known, dim);
        }
    }

    /** A size may be a list, whose sizes are then inserted: {@code X[size]}. */
    private void checkSize(Map<String, ValueType> known, Expr dim) {
        if (Sizes.isRest(dim)) {
            return;
        }
        if (dim instanceof Expr.Unary negative && negative.a() instanceof Expr.Num) {
            diagnostics.report(Diagnostic.SIGNATURE, dim.at(), "a size of 0 or more", "a negative number",
                "name the size, or write an expression such as 'n - 1'");
            return;
        }
        checkPositive(dim);
        boolean list = dim instanceof Expr.Name name && known.get(name.name()) == ValueType.LIST
            || dim instanceof Expr.Call call && ShapeFunction.byName().containsKey(call.function())
                && ShapeFunction.byName().get(call.function()).isList();
        types(known).expect(dim, list ? ValueType.LIST : ValueType.INTEGER);
    }

    private void checkShape(ShapeTypes types, Expr shape) {
        var value = shape;
        while (value instanceof Expr.Let let) {
            value = let.body();
        }
        if (value instanceof Expr.NullLit) {
            types.type(shape);
        } else if (op.sig().results().size() > 1 && value instanceof Expr.ListLit) {
            types.type(withoutValue(shape));
            ((Expr.ListLit) value).items().forEach(item -> types.expect(item, ValueType.LIST));
        } else {
            types.expect(shape, ValueType.LIST);
        }
        checkPositive(shape);
    }

    /** Sizes that are written as numbers; of a list in a list, which has one for each of several results, of each. */
    private void checkPositive(Expr sizes) {
        switch (sizes) {
            case Expr.ListLit list -> list.items().forEach(this::checkPositive);
            case Expr.Let let -> checkPositive(let.body());
            case Expr.Cond cond -> {
                checkPositive(cond.then());
                checkPositive(cond.otherwise());
            }
            case Expr.Call resized when resized.function().equals(ShapeFunction.RESIZED.text()) && resized.args().size() > 2 ->
                checkPositive(resized.args().get(2));
            case Expr.Binary joined when joined.a() instanceof Expr.ListLit || joined.b() instanceof Expr.ListLit -> {
                checkPositive(joined.a());
                checkPositive(joined.b());
            }
            default -> {
                if (KnownValues.literal(sizes) instanceof Double size && size < 0) {
                    diagnostics.report(Diagnostic.NEGATIVE_SIZE, sizes.at(), Printer.print(sizes),
                        "write what it is, such as 'input.shape[-1]' for the last size of the input");
                }
            }
        }
    }

    private static Expr withoutValue(Expr shape) {
        return shape instanceof Expr.Let let ? new Expr.Let(let.name(), let.value(), withoutValue(let.body()), let.at())
            : new Expr.NullLit(shape.at());
    }

    private Map<String, ValueType> dtypeNames(Map<String, ValueType> sizes) {
        Map<String, ValueType> known = new LinkedHashMap<>(sizes);
        DtypeNames.ALL.forEach(name -> known.put(name, ValueType.DTYPE));
        known.put("default", ValueType.DTYPE);
        op.sig().tensors().forEach(param -> known.put(String.valueOf(param.tensor().letter()), ValueType.DTYPE));
        return known;
    }

    private Map<String, ValueType> requireNames(Map<String, ValueType> sizes) {
        Map<String, ValueType> known = new LinkedHashMap<>(sizes);
        known.put(Constant.INF.name(), ValueType.NUMBER);
        DtypeNames.ALL.forEach(name -> known.put(name, ValueType.DTYPE));
        if (op instanceof OpEntry.Primitive) {
            op.sig().tensors().forEach(param -> known.putIfAbsent(String.valueOf(param.tensor().letter()), ValueType.DTYPE));
        }
        for (var param : op.sig().attributes()) {
            List<String> constants = param.attribute().constants();
            constants.forEach(constant -> known.putIfAbsent(constant, ValueType.CONSTANT));
        }
        return known;
    }
}
