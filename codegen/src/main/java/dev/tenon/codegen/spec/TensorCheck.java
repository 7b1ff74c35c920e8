package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what is written in other operators: backward functions, saved values, bodies, fused calls. */
final class TensorCheck {
    private final SpecContext context;
    private final OpEntry op;
    private final Diagnostics diagnostics;
    private final Map<String, ValueType> params = new LinkedHashMap<>();

    TensorCheck(SpecContext context, OpEntry op, Diagnostics diagnostics) {
        this.context = context;
        this.op = op;
        this.diagnostics = diagnostics;
        op.sig().params().forEach(param -> params.put(param.name(), ValueType.of(param)));
    }

    void run() {
        check(params, op.body(), resultType());
        check(params, op.fusedForward(), resultType());
        Map<String, ValueType> saved = new LinkedHashMap<>(params);
        saved.put("output", resultType());
        op.saved().forEach((name, value) -> {
            check(saved, value, ValueType.TENSOR);
            saved.put(name, ValueType.TENSOR);
        });
        saved.put("g", resultType());
        op.backward().forEach((param, gradient) -> {
            var target = op.param(param);
            boolean list = target != null && target.isTensor() && target.tensor().list();
            check(saved, gradient, list ? ValueType.TENSORS : ValueType.TENSOR);
        });
        check(saved, op.fusedBackward(), ValueType.UNKNOWN);
    }

    private void check(Map<String, ValueType> names, @Nullable Expr expr, ValueType wanted) {
        if (expr != null) {
            var results = Map.of("g", op.sig().results(), "output", op.sig().results());
            new TensorTypes(context, names, results, diagnostics).expect(expr, wanted);
        }
    }

    private ValueType resultType() {
        List<Result> results = op.sig().results();
        return op.sig().listResult() ? ValueType.TENSORS : results.size() == 1 ? ValueType.TENSOR : ValueType.RESULTS;
    }
}
