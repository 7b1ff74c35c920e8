package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.BodyFunction;
import dev.tenon.codegen.spec.ValueType;
import org.jspecify.annotations.Nullable;

/** Checks one call of a function of sizes, lists and dtypes. */
final class FunctionTypes {
    private final TensorTypes types;
    private final Expr.Call call;
    private final Diagnostics diagnostics;

    FunctionTypes(TensorTypes types, Expr.Call call, Diagnostics diagnostics) {
        this.types = types;
        this.call = call;
        this.diagnostics = diagnostics;
    }

    ValueType of(BodyFunction function) {
        int count = function.binds() ? 3 : function.parameters().size();
        if (call.args().size() != count || !call.named().isEmpty()) {
            diagnostics.report(Diagnostic.ARITY, call.at(), function.text(), count == 1 ? "1 argument" : count + " arguments",
                String.valueOf(call.args().size() + call.named().size()), function.form());
            return ValueType.UNKNOWN;
        }
        if (function.binds()) {
            return overItems(function);
        }
        for (int i = 0; i < count; i++) {
            if (function.namesDimensions(i)) {
                dimensions(call.args().get(i));
            } else {
                check(function, function.parameters().get(i), call.args().get(i));
            }
        }
        var result = function.result();
        return result == null ? ValueType.UNKNOWN : result;
    }

    private void check(BodyFunction function, @Nullable ValueType wanted, Expr arg) {
        if (function == BodyFunction.HAS) {
            var type = types.type(arg);
            if (types.visible().param(arg) == null || !type.fits(ValueType.TENSOR)) {
                report(arg, "a tensor among the parameters", type);
            }
            return;
        }
        var type = types.given(arg);
        boolean list = wanted == null
            && (type == ValueType.LIST || type == ValueType.TENSORS || type == ValueType.REALS || type == ValueType.UNKNOWN);
        if (!list && (wanted == null || !type.fits(wanted))) {
            report(arg, wanted == null ? "a list" : wanted.text(), type);
        }
    }

    private void dimensions(Expr arg) {
        var type = types.type(arg);
        if (type != ValueType.NULL && !type.fits(ValueType.LIST) && !type.fits(ValueType.INTEGER)) {
            report(arg, "dimensions", type);
        }
    }

    private ValueType overItems(BodyFunction function) {
        var list = types.given(call.args().get(1));
        if (!(call.args().getFirst() instanceof Expr.Name name)) {
            report(call.args().getFirst(), "a new name for the item", ValueType.UNKNOWN);
            return ValueType.UNKNOWN;
        }
        if (!list.fits(ValueType.LIST) && list != ValueType.TENSORS) {
            report(call.args().get(1), "a list", list);
            return ValueType.UNKNOWN;
        }
        var item = list == ValueType.TENSORS ? ValueType.TENSOR : ValueType.INTEGER;
        var made = types.typeWith(name, item, call.args().get(2));
        if (function == BodyFunction.EVERY) {
            if (!made.fits(ValueType.TRUTH)) {
                report(call.args().get(2), "a truth value", made);
            }
            return ValueType.TRUTH;
        }
        if (!made.fits(ValueType.TENSOR) && !made.fits(ValueType.INTEGER)) {
            report(call.args().get(2), "a tensor or an integer", made);
        }
        return made == ValueType.TENSOR ? ValueType.TENSORS : ValueType.LIST;
    }

    private void report(Expr expr, String wanted, ValueType found) {
        diagnostics.report(Diagnostic.TYPE, expr.at(), wanted, found.text(), "write " + wanted + " here");
    }
}
