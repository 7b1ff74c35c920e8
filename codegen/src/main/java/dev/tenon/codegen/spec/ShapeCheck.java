package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            var types = new ShapeTypes(names, diagnostics);
            checkShape(types, op.shape());
            known.putAll(types.names());
        }
        for (var result : op.sig().results()) {
            if (result.dims() != null) {
                result.dims().forEach(dim -> checkResultSize(known, dim));
            }
        }
        if (op.dtype() != null) {
            new ShapeTypes(dtypeNames(), diagnostics).expect(op.dtype(), ValueType.DTYPE);
        }
        if (op.kind() == Kind.COMPOSITE) {
            return;
        }
        op.requires().forEach(require -> new ShapeTypes(requireNames(known), diagnostics).expect(require.condition(), ValueType.TRUTH));
    }

    /** A name in a tensor's sizes is bound by its first use; other expressions read what is bound. */
    private void bindSizes() {
        for (var param : op.sig().tensors()) {
            var dims = param.tensor().dims();
            if (dims == null) {
                continue;
            }
            for (var dim : dims) {
                if (dim instanceof Expr.Name name) {
                    names.putIfAbsent(name.name(), ValueType.INTEGER);
                } else {
                    new ShapeTypes(names, diagnostics).expect(dim, ValueType.INTEGER);
                }
            }
        }
    }

    /** A result's size may be a list, whose sizes are then inserted: {@code X[size]}. */
    private void checkResultSize(Map<String, ValueType> known, Expr dim) {
        var types = new ShapeTypes(known, diagnostics);
        boolean list = dim instanceof Expr.Name name && known.get(name.name()) == ValueType.LIST;
        types.expect(dim, list ? ValueType.LIST : ValueType.INTEGER);
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
    }

    private static Expr withoutValue(Expr shape) {
        return shape instanceof Expr.Let let ? new Expr.Let(let.name(), let.value(), withoutValue(let.body()), let.at())
            : new Expr.NullLit(shape.at());
    }

    private Map<String, ValueType> dtypeNames() {
        Map<String, ValueType> known = new LinkedHashMap<>(names);
        DtypeNames.ALL.forEach(name -> known.put(name, ValueType.DTYPE));
        known.put("default", ValueType.DTYPE);
        op.sig().tensors().forEach(param -> known.put(String.valueOf(param.tensor().letter()), ValueType.DTYPE));
        return known;
    }

    private Map<String, ValueType> requireNames(Map<String, ValueType> sizes) {
        Map<String, ValueType> known = new LinkedHashMap<>(sizes);
        known.put(Constant.INF.name(), ValueType.NUMBER);
        DtypeNames.ALL.forEach(name -> known.put(name, ValueType.DTYPE));
        for (var param : op.sig().attributes()) {
            List<String> constants = param.attribute().constants();
            constants.forEach(constant -> known.putIfAbsent(constant, ValueType.CONSTANT));
        }
        return known;
    }
}
