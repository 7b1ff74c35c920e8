package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.types.Calls;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.List;

/** All checks of one entry. */
public final class EntryCheck {
    private static final List<String> BACKENDS = List.of("cpu", "cuda");

    private final SpecContext context;
    private final OpEntry op;
    private final Fields fields;
    private final NamedClasses classes;
    private final Diagnostics diagnostics;

    public EntryCheck(SpecContext context, OpEntry op, Fields fields, NamedClasses classes, Diagnostics diagnostics) {
        this.context = context;
        this.classes = classes;
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    public void run() {
        int before = diagnostics.errors();
        if (op.doc().isBlank()) {
            diagnostics.report(Diagnostic.NO_DOC, op.at(), op.key());
        }
        if (!new SizeCheck(op, diagnostics).run()) {
            return;
        }
        new NameCheck(context, op, fields, diagnostics).run();
        new SignatureCheck(op, diagnostics).run();
        int formulas = diagnostics.reports();
        new FormulaCheck(op, diagnostics).run();
        boolean isFold = diagnostics.reports() == formulas || !(op instanceof OpEntry.Reduction);
        new ShapeCheck(op, diagnostics).run();
        var calls = new Calls(method -> classes.result(op, method));
        new TensorCheck(context, op, calls, diagnostics).run();
        if (isFold) {
            new GradientCheck(op, fields, diagnostics).run();
        }
        checkForm();
        if (op instanceof OpEntry.Native kernel && fields.has("kernels")) {
            checkKernels(kernel);
        }
        checkRule();
        checkSaidOnce();
        if (op.inplace() != null) {
            new InPlaceCheck(context, op, fields.at("inplace", op.at()), diagnostics).run();
        }
        if (op instanceof OpEntry.Composite && op.backward().isEmpty() && fields.has("surrogate") && !op.sig().tensors().isEmpty()) {
            diagnostics.report(Diagnostic.SURROGATE, fields.at("surrogate", op.at()), op.sig().tensors().getFirst().name(), "backward:");
        }
        new GradFnCheck(op, fields, diagnostics).run();
        new ClassCheck(classes, op, fields, calls, diagnostics).run();
        if (diagnostics.errors() > before) {
            return;
        }
        new RequireCheck(op, diagnostics).run();
        if (diagnostics.errors() == before) {
            checkValues();
        }
    }

    /** What is found out by computing formulas. */
    private void checkValues() {
        if (op instanceof OpEntry.Reduction reduction) {
            new AdjointCheck(reduction, diagnostics).run();
        }
        if (op instanceof OpEntry.Pointwise pointwise && !pointwise.formula().isEmpty()) {
            new UsageCheck(pointwise, fields, diagnostics).run();
            new ValueCheck(pointwise, fields, diagnostics).run();
        }
    }

    /** What a kind cannot have in its signature. */
    private void checkForm() {
        switch (op) {
            case OpEntry.Pointwise _ -> checkElementwise();
            case OpEntry.Reduction reduction -> {
                checkElementwise();
                new ReductionCheck(reduction, diagnostics).run();
            }
            case OpEntry.Native kernel -> checkWritten(kernel);
            case OpEntry.View _ -> checkView();
            case OpEntry.Composite _ -> {
            }
        }
    }

    /** A view is of the memory of the first tensor, whatever others there are. */
    private void checkView() {
        var tensors = op.sig().tensors();
        if (tensors.isEmpty() || tensors.getFirst().tensor().list() || tensors.getFirst().tensor().optional()) {
            diagnostics.report(Diagnostic.SIGNATURE, op.at(), "a tensor to view as the first tensor of " + op.key(),
                tensors.isEmpty() ? "none" : tensors.getFirst().tensor().list() ? "a list" : "one that may be null",
                "write '(X input, ...) -> X'");
            return;
        }
        var letter = String.valueOf(tensors.getFirst().tensor().letter());
        if (op.sig().listResult() || op.sig().results().size() != 1 || !op.sig().results().getFirst().dtype().equals(letter)) {
            diagnostics.report(Diagnostic.SIGNATURE, op.at(), "the result '" + letter + "' of " + op.key(), "another",
                "write '-> " + letter + "': a view has the dtype of '" + tensors.getFirst().name() + "', and there is one");
        }
    }

    private void checkElementwise() {
        if (op.sig().listResult() || op.sig().results().size() != 1) {
            diagnostics.report(Diagnostic.SIGNATURE, op.at(), "one result", op.sig().results().size() + " of " + op.key(),
                "only native operators and composites have several results");
        }
        if (op.sig().tensors().isEmpty()) {
            diagnostics.report(Diagnostic.SIGNATURE, op.at(), "a tensor among the parameters", "none", "add a parameter such as 'T input'");
        }
        op.sig().tensors().stream().filter(param -> param.tensor().list() && op instanceof OpEntry.Pointwise)
            .forEach(param -> diagnostics.report(Diagnostic.SIGNATURE,
                param.at(), "a tensor", "the list '" + param.name() + "' beside a formula",
                "take the tensors one by one; lists are for native operators and composites"));
        var tensors = op.sig().tensors();
        if (!tensors.isEmpty() && tensors.stream().allMatch(Param::isNullable)) {
            diagnostics.report(Diagnostic.SIGNATURE, tensors.getFirst().at(), "a tensor that must be given", "none without '?'",
                "remove the '?' behind the type of '" + tensors.getFirst().name() + "'");
        }
        op.sig().attributes().stream().filter(p -> p.attribute().kind() == ParamType.Attribute.Kind.FLOATS).forEach(this::reportFloats);
    }

    private void checkWritten(OpEntry.Native kernel) {
        var names = op.sig().tensors().stream().map(Param::name).toList();
        for (var written : kernel.writes()) {
            if (!names.contains(written)) {
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, fields.at("writes", op.at()), written, names, String.join(", ", names));
            }
        }
    }

    /** A formula has numbers, and no lists of them. */
    private void reportFloats(Param param) {
        diagnostics.report(Diagnostic.SIGNATURE, param.at(), "another type than floats", "'" + param.name() + "' beside a formula",
            "pass the numbers one by one, or in a tensor");
    }

    private void checkKernels(OpEntry.Native kernel) {
        var at = fields.at("kernels", op.at());
        for (var backend : op.head().missing().keySet()) {
            if (!BACKENDS.contains(backend) && !backend.equals("*")) {
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, fields.at("missing", backend, at), backend, BACKENDS,
                    String.join(", ", BACKENDS));
            }
        }
        if (kernel.cpuKernel() == null) {
            diagnostics.report(Diagnostic.NO_KERNEL, at, op.key(), "cpu", "write 'kernels: cpu ClassName'");
        }
        var reason = op.missingReason("cuda");
        boolean written = kernel.gpuKernel() instanceof OpEntry.GpuKernel.Written;
        if (!written && reason == null) {
            diagnostics.report(Diagnostic.NO_KERNEL, at, op.key(), "cuda",
                (op.isOnHost() ? "write a class in place of 'host', or add" : "add ', cuda ClassName' here, or")
                    + " 'missing:' with 'cuda: the reason' to the entry or at the top of the file");
        }
        if (written && fields.isOwn("missing") && reason != null) {
            diagnostics.report(Diagnostic.IDLE_REASON, fields.at("missing", "cuda", fields.at("missing", op.at())), op.key(), "cuda");
        }
    }

    /** A rule by hand says sizes and dtype, and a gradient stands under one of two keys. */
    private void checkSaidOnce() {
        if (fields.has("rule")) {
            for (var key : List.of("shape", "dtype")) {
                if (fields.has(key)) {
                    diagnostics.report(Diagnostic.SAID_TWICE, fields.at(key, op.at()), "the " + key, "rule");
                }
            }
        }
        for (var param : op.sig().params()) {
            var first = fields.at("adjoint", param.name(), Position.NONE);
            if (first != Position.NONE && fields.at("backward", param.name(), Position.NONE) != Position.NONE) {
                diagnostics.report(Diagnostic.SAID_TWICE, first, "the gradient by '" + param.name() + "'", "backward");
            }
        }
    }

    private void checkRule() {
        boolean sizes = op.sig().results().stream().allMatch(result -> result.dims() != null);
        boolean said = sizes || saysShape();
        switch (op) {
            case OpEntry.Reduction reduction when !said && reduction.rule() == null ->
                diagnostics.report(Diagnostic.NO_RULE, op.at(), op.key(), "shape: reduced(input.shape, dim, keepdim)");
            case OpEntry.Native kernel when !said && kernel.rule() == null && !(op.sig().listResult() && !kernel.writes().isEmpty()) ->
                diagnostics.report(Diagnostic.NO_RULE, op.at(), op.key(), "shape: input.shape");
            case OpEntry.Pointwise _, OpEntry.Reduction _, OpEntry.Native _, OpEntry.View _, OpEntry.Composite _ -> {
            }
        }
    }

    /** Whether the shape is more than {@code let} lines, and not null. */
    private boolean saysShape() {
        var shape = op.shape();
        while (shape instanceof Expr.Let let) {
            shape = let.body();
        }
        return shape != null && !(shape instanceof Expr.NullLit);
    }
}
