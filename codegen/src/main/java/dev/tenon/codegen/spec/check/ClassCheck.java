package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the classes that an entry names: that each is there, can be reached, and takes what generated code gives it. */
final class ClassCheck {
    private final NamedClasses classes;
    private final OpEntry op;
    private final Fields fields;
    private final Diagnostics diagnostics;

    ClassCheck(NamedClasses classes, OpEntry op, Fields fields, Diagnostics diagnostics) {
        this.classes = classes;
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    void run() {
        switch (op) {
            case OpEntry.Native kernel -> kernels(kernel);
            case OpEntry.View view -> method("view", view.view(), NamedClasses.Use.RULE);
            case OpEntry.Composite composite -> {
                switch (composite.body()) {
                    case OpEntry.Body.ByHand byHand -> method("java_body", byHand.method(), NamedClasses.Use.BODY);
                    case OpEntry.Body.Written written -> parts(written.expr());
                }
            }
            case OpEntry.Pointwise _, OpEntry.Reduction _ -> {
            }
        }
        op.backward().forEach(this::gradient);
        op.saved().values().forEach(this::parts);
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
    private void parts(Expr expr) {
        ExprTree.walk(expr, part -> part(part, NamedClasses.Use.PART));
    }

    private void part(Expr part, NamedClasses.Use use) {
        if (part instanceof Expr.Call call && call.function().matches("[A-Z]\\w*\\.[a-z]\\w*")) {
            var arguments = new ArrayList<String>();
            call.args().forEach(arg -> arguments.add(Printer.print(arg)));
            report(call.at(), classes.method(op, call.function(), use, arguments));
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
