package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.Nullness;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.types.Calls;
import dev.tenon.codegen.spec.types.DtypeCheck;
import dev.tenon.codegen.spec.types.Known;
import dev.tenon.codegen.spec.types.TensorTypes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks what is written in other operators: backward functions, saved values, bodies, fused calls. */
final class TensorCheck {
    /** What gradients know besides the parameters. */
    private static final Set<String> GIVEN = Set.of("g", "output");

    private final SpecContext context;
    private final OpEntry op;
    private final Diagnostics diagnostics;
    private final Map<String, Known> params = new LinkedHashMap<>();
    private final Calls calls;
    private final DtypeCheck dtypes;

    TensorCheck(SpecContext context, OpEntry op, Calls calls, Diagnostics diagnostics) {
        this.calls = calls;
        this.context = context;
        this.op = op;
        this.diagnostics = diagnostics;
        this.dtypes = new DtypeCheck(op, calls.operators(), diagnostics);
        op.sig().params().forEach(param -> params.put(param.name(), Known.of(param)));
    }

    void run() {
        switch (op) {
            case OpEntry.Composite composite -> {
                op.requires().forEach(this::checkRequire);
                if (composite.body() instanceof OpEntry.Body.Written written) {
                    checkBody(written.expr());
                }
                if (composite.fusedForward() != null) {
                    checkBody(composite.fusedForward());
                }
                checkBackward();
            }
            case OpEntry.Primitive _ -> checkBackward();
        }
    }

    private void checkBackward() {
        Map<String, Known> saved = new LinkedHashMap<>(params);
        saved.put("output", result());
        op.saved().forEach((name, value) -> {
            checkSaved(name, value);
            check(saved, value, ValueType.TENSOR);
            saved.put(name, Known.of(ValueType.TENSOR));
        });
        saved.put("g", result());
        op.backward().forEach((param, gradient) -> {
            var target = op.param(param);
            boolean list = target != null && target.isTensor() && target.tensor().list();
            int before = diagnostics.reports();
            // Nobody asks for the gradient of what was not given.
            var types = new TensorTypes(context, saved, calls, diagnostics);
            types.where(Set.of(param), () -> {
                if (list) {
                    types.expectEach(gradient, param);
                } else {
                    types.expect(gradient, ValueType.TENSOR);
                }
            });
            if (target != null && target.isTensor() && diagnostics.reports() == before) {
                dtypes.gradient(target, gradient);
            }
        });
        if (op.fusedBackward() != null) {
            checkFused(saved, op.fusedBackward());
        }
    }

    /** The kernel of all gradients gives one for each tensor that has one, in their order. */
    private void checkFused(Map<String, Known> names, Expr fused) {
        int before = diagnostics.reports();
        new TensorTypes(context, names, calls, diagnostics).given(fused);
        if (diagnostics.reports() > before) {
            return;
        }
        var wanted = op.sig().tensors().stream().filter(param -> param.tensor().differentiable() && op.nogradReason(param.name()) == null)
            .toList();
        var called = fused instanceof Expr.Call ? calls.operators().get(fused) : null;
        var list = op.sig().tensors().stream().filter(param -> param.tensor().list()).findFirst();
        if (called == null) {
            reportFused(fused, "'" + Printer.print(fused) + "'", "write the call of a native operator that computes all gradients");
        } else if (list.isPresent()) {
            reportFused(fused, "a kernel for the list '" + list.get().name() + "'", "remove it: gradients of lists are made by 'backward'");
        } else if (called.sig().listResult() || called.sig().results().size() != wanted.size()) {
            reportFused(fused, called.sig().listResult() ? "a list" : count(called.sig().results().size()) + " of " + called.key(),
                "give " + called.key() + " the results '" + wanted.stream().map(param -> param.tensor().letter() + " grad_" + param.name())
                    .collect(Collectors.joining(", ", wanted.size() == 1 ? "" : "(", wanted.size() == 1 ? "" : ")"))
                    + "', in the order of the parameters, or say 'nograd:' of what has no gradient");
        }
    }

    private void reportFused(Expr fused, String found, String fix) {
        var wanted = op.sig().tensors().stream().filter(param -> param.tensor().differentiable() && op.nogradReason(param.name()) == null)
            .map(param -> "'" + param.name() + "'").toList();
        diagnostics.report(Diagnostic.FUSED_GRADIENTS, fused.at(), found, "the gradient of " + op.key(),
            count(wanted.size()) + ", of " + String.join(", ", wanted), fix);
    }

    private static String count(int results) {
        return results == 1 ? "1 tensor" : results + " tensors";
    }

    /** A saved value has a name of its own, and is read. */
    private void checkSaved(String name, Expr value) {
        if (op.param(name) != null || GIVEN.contains(name)) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, value.at(), name);
            return;
        }
        var readers = Stream.of(op.backward().values(), op.saved().values()).flatMap(Collection::stream);
        var fused = op.fusedBackward() == null ? Stream.<Expr>of() : Stream.of(op.fusedBackward());
        if (Stream.concat(readers, fused).noneMatch(reader -> ExprTree.names(reader).contains(name))) {
            diagnostics.report(Diagnostic.IDLE_SAVED, value.at(), name);
        }
    }

    private void checkRequire(Require require) {
        var types = new TensorTypes(context, params, calls, diagnostics);
        types.expect(require.condition(), ValueType.TRUTH);
        types.where(Nullness.nonNull(require.condition(), false), () -> require.values().forEach(types::given));
    }

    private void checkBody(Expr body) {
        int before = diagnostics.reports();
        if (resultType() == ValueType.RESULTS) {
            new TensorTypes(context, params, calls, diagnostics).expectResults(body, op.sig().results());
        } else {
            check(params, body, resultType());
        }
        if (diagnostics.reports() == before) {
            dtypes.body(body);
        }
    }

    private void check(Map<String, Known> names, @Nullable Expr expr, ValueType wanted) {
        if (expr != null) {
            new TensorTypes(context, names, calls, diagnostics).expect(expr, wanted);
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
