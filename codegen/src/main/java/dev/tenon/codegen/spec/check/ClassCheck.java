package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.types.Calls;
import dev.tenon.codegen.spec.types.TensorTypes;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the classes that an entry names: that each is there, can be reached, and takes what generated code gives it. */
final class ClassCheck {
    private final NamedClasses classes;
    private final OpEntry op;
    private final Fields fields;
    private final Calls calls;
    private final Diagnostics diagnostics;

    /** @param calls what is known of calls, all expressions having been looked at */
    ClassCheck(NamedClasses classes, OpEntry op, Fields fields, Calls calls, Diagnostics diagnostics) {
        this.classes = classes;
        this.op = op;
        this.fields = fields;
        this.calls = calls;
        this.diagnostics = diagnostics;
    }

    void run() {
        switch (op) {
            case OpEntry.Native kernel -> kernels(kernel);
            case OpEntry.View view -> method("view", view.view(), NamedClasses.Use.RULE);
            case OpEntry.Composite composite -> {
                switch (composite.body()) {
                    case OpEntry.Body.ByHand byHand -> method("java_body", byHand.method(), NamedClasses.Use.BODY);
                    case OpEntry.Body.Written written -> parts(written.expr(), NamedClasses.Use.BODY_PART);
                }
                if (composite.fusedForward() != null) {
                    parts(composite.fusedForward(), NamedClasses.Use.BODY_PART);
                }
            }
            case OpEntry.Pointwise _, OpEntry.Reduction _ -> {
            }
        }
        op.backward().forEach(this::gradient);
        if (op.fusedBackward() != null) {
            parts(op.fusedBackward(), NamedClasses.Use.PART);
        }
        op.saved().values().forEach(value -> parts(value, NamedClasses.Use.PART));
        if (op instanceof OpEntry.Primitive primitive && primitive.rule() != null) {
            method("rule", primitive.rule(), NamedClasses.Use.RULE);
        }
        var inplace = op.inplace();
        if (inplace != null && inplace.method() != null) {
            method("inplace", inplace.method(), NamedClasses.Use.IN_PLACE);
        }
    }

    private void kernels(OpEntry.Native kernel) {
        if (kernel.cpuKernel() != null) {
            report(at("kernels", kernel.cpuKernel()), classes.kernel(op, kernel.cpuKernel(), false));
        }
        if (kernel.gpuKernel() instanceof OpEntry.GpuKernel.Written written) {
            var text = fields.text("kernels");
            int cuda = text == null ? 0 : Math.max(0, text.value().indexOf("cuda"));
            int found = text == null ? -1 : text.value().indexOf(written.name(), cuda);
            report(found < 0 || text == null ? op.at() : text.at(found), classes.kernel(op, written.name(), true));
        }
    }

    private void method(String key, String name, NamedClasses.Use use) {
        report(at(key, name), classes.method(op, name, use, List.of()));
    }

    /** Where a word of a key's text stands. */
    private Position at(String key, String word) {
        var text = fields.text(key);
        int found = text == null ? -1 : text.value().indexOf(word);
        return text == null || found < 0 ? op.at() : text.at(found);
    }

    /** The static methods that a gradient calls, of which one may be all of it. */
    private void gradient(String name, Expr expr) {
        var param = op.param(name);
        boolean isTensor = param != null && param.isTensor() && !param.tensor().list();
        ExprTree.walk(expr, part -> part(part, part == expr && isTensor ? NamedClasses.Use.GRADIENT : NamedClasses.Use.PART));
    }

    /** The static methods that an expression calls. */
    private void parts(Expr expr, NamedClasses.Use use) {
        ExprTree.walk(expr, part -> part(part, use));
    }

    private void part(Expr part, NamedClasses.Use use) {
        if (part instanceof Expr.Call call && TensorTypes.isMethod(call)) {
            var given = calls.arguments(call);
            var unseen = call.args().stream().map(arg -> new Calls.Argument(arg, ValueType.UNKNOWN, false)).toList();
            report(call.at(), classes.method(op, call.function(), use, given == null ? unseen : given));
        }
    }

    private void report(Position at, NamedClasses.@Nullable Problem problem) {
        if (problem == null) {
            return;
        }
        if (problem.what().isEmpty()) {
            diagnostics.report(Diagnostic.NO_CLASS, at, problem.subject(), problem.fix());
        } else {
            diagnostics.report(Diagnostic.CLASS_FORM, at, problem.subject(), problem.what(), problem.fix());
        }
    }
}
