package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.Nullness;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.types.Known;
import dev.tenon.codegen.spec.types.TensorTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what is written in other operators: backward functions, saved values, bodies, fused calls. */
final class TensorCheck {
    private final SpecContext context;
    private final OpEntry op;
    private final Diagnostics diagnostics;
    private final Map<String, Known> params = new LinkedHashMap<>();

    TensorCheck(SpecContext context, OpEntry op, Diagnostics diagnostics) {
        this.context = context;
        this.op = op;
        this.diagnostics = diagnostics;
        op.sig().params().forEach(param -> params.put(param.name(), Known.of(param)));
    }

    void run() {
        switch (op) {
            case OpEntry.Composite composite -> {
                op.requires().forEach(this::checkRequire);
                if (composite.body() instanceof OpEntry.Body.Written written) {
                    checkBody(written.expr());
                }
                check(params, composite.fusedForward(), resultType());
            }
            case OpEntry.Primitive primitive -> checkBackward(primitive);
        }
    }

    private void checkBackward(OpEntry.Primitive op) {
        Map<String, Known> saved = new LinkedHashMap<>(params);
        saved.put("output", result());
        op.saved().forEach((name, value) -> {
            check(saved, value, ValueType.TENSOR);
            saved.put(name, Known.of(ValueType.TENSOR));
        });
        saved.put("g", result());
        op.backward().forEach((param, gradient) -> {
            var target = op.param(param);
            boolean list = target != null && target.isTensor() && target.tensor().list();
            check(saved, gradient, list ? ValueType.TENSORS : ValueType.TENSOR);
        });
        check(saved, op.fusedBackward(), ValueType.UNKNOWN);
    }

    private void checkRequire(Require require) {
        var types = new TensorTypes(context, params, diagnostics);
        types.expect(require.condition(), ValueType.TRUTH);
        types.where(Nullness.nonNull(require.condition(), false), () -> require.values().forEach(types::given));
    }

    private void checkBody(Expr body) {
        if (resultType() == ValueType.RESULTS) {
            new TensorTypes(context, params, diagnostics).expectResults(body, op.sig().results());
        } else {
            check(params, body, resultType());
        }
    }

    private void check(Map<String, Known> names, @Nullable Expr expr, ValueType wanted) {
        if (expr != null) {
            new TensorTypes(context, names, diagnostics).expect(expr, wanted);
        }
    }

    private Known result() {
        return Known.of(resultType(), op.sig().results());
    }

    private ValueType resultType() {
        List<Result> results = op.sig().results();
        return op.sig().listResult() ? ValueType.TENSORS : results.size() == 1 ? ValueType.TENSOR : ValueType.RESULTS;
    }
}
