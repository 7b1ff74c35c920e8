package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Reduce;
import dev.tenon.codegen.spec.ShapeFunction;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that the shape of a reduction says what it folds: kernels and gradients read it there. */
final class ReductionCheck {
    private final OpEntry.Reduction op;
    private final Diagnostics diagnostics;

    ReductionCheck(OpEntry.Reduction op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
    }

    void run() {
        for (var param : op.sig().params()) {
            if (Reduce.NAMES.contains(param.name())) {
                diagnostics.report(Diagnostic.DUPLICATE_NAME, param.at(), param.name());
            }
        }
        if (op.reduce().order() != null && op.sig().tensors().size() > 1) {
            diagnostics.report(Diagnostic.SIGNATURE, op.sig().tensors().get(1).at(), "one tensor of a norm",
                "'" + op.sig().tensors().get(1).name() + "' besides", "remove 'order', or combine the tensors first, in a composite");
        }
        for (var param : op.sig().tensors()) {
            if (param.tensor().list() || param.tensor().orNumber()) {
                diagnostics.report(Diagnostic.SIGNATURE, param.at(), "a tensor",
                    "'" + param.name() + "', which is " + (param.tensor().list() ? "a list" : "a tensor or a number"),
                    param.tensor().list() ? "name the tensors one by one, or fold each in a composite"
                        : "write 'num " + param.name() + "' for a number, without '|num' for a tensor");
                return;
            }
        }
        if (op.rule() != null || op.sig().tensors().isEmpty()) {
            return;
        }
        for (var result : op.sig().results()) {
            if (result.dims() != null) {
                if (!result.dims().isEmpty() || hasDims()) {
                    report(op.at(), "the signature names sizes of the result");
                }
                return;
            }
        }
        var shape = op.shape();
        var reduced = op.reduced();
        if (shape == null) {
            return;
        }
        if (reduced == null) {
            var incomplete = new boolean[1];
            ExprTree.walk(shape, part -> incomplete[0] |= part instanceof Expr.Call call
                && call.function().equals(ShapeFunction.REDUCED.text()) && call.args().size() != ShapeFunction.REDUCED.args().size());
            if (incomplete[0]) {
                return;
            }
            if (!(shape instanceof Expr.ListLit list && list.items().isEmpty()) || hasDims()) {
                report(shape.at(), "it is '" + Printer.print(shape) + "'");
            }
        } else if (!isWhole(reduced.args().getFirst())) {
            report(reduced.args().getFirst().at(), "it is made of '" + Printer.print(reduced.args().getFirst()) + "'");
        } else if (!isDims(reduced.args().get(1))) {
            var dims = reduced.args().get(1);
            report(dims.at(), "'" + Printer.print(dims) + "' is computed, and kernels fold what an attribute names");
        }
    }

    private void report(Position at, String why) {
        var dims = op.sig().attributes().stream().filter(this::mayName).map(Param::name).findFirst().orElse("null");
        var keep = op.sig().attributes().stream().filter(p -> p.attribute().kind() == ParamType.Attribute.Kind.BOOL).map(Param::name)
            .findFirst().orElse("false");
        diagnostics.report(Diagnostic.FOLDED_SHAPE, at, op.key(), why, whole(), dims, keep);
    }

    private boolean hasDims() {
        return op.sig().attributes().stream().anyMatch(Param::namesDimensions);
    }

    private boolean mayName(Param param) {
        return param.namesDimensions() || param.attribute().kind() == ParamType.Attribute.Kind.INT;
    }

    /** The shape of what is folded, as a spec writes it. */
    private String whole() {
        var tensors = op.sig().tensors();
        return tensors.size() == 1 ? tensors.getFirst().name() + ".shape"
            : ShapeFunction.BROADCAST.text() + tensors.stream().map(Param::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private boolean isWhole(Expr sizes) {
        var tensors = op.sig().tensors();
        if (sizes instanceof Expr.Field field) {
            return tensors.size() == 1 && field.name().equals("shape") && isTensor(field.target(), tensors);
        }
        return sizes instanceof Expr.Call call && call.function().equals(ShapeFunction.BROADCAST.text())
            && call.args().stream().allMatch(arg -> isTensor(arg, tensors))
            && Set.copyOf(call.args().stream().map(Printer::print).toList()).size() == tensors.size();
    }

    private static boolean isTensor(Expr expr, List<Param> tensors) {
        return expr instanceof Expr.Name name && tensors.stream().anyMatch(param -> param.name().equals(name.name()));
    }

    private boolean isDims(Expr dims) {
        return switch (dims) {
            case Expr.NullLit _ -> true;
            case Expr.ListLit list -> list.items().stream().allMatch(item -> isDim(item) && !isNullable(item));
            case Expr.Name name -> {
                var param = op.param(name.name());
                // Of another type, it is a mistake that is told elsewhere.
                yield param != null && (param.isTensor() || mayName(param) || param.attribute().kind() != ParamType.Attribute.Kind.INT);
            }
            default -> isDim(dims);
        };
    }

    private boolean isNullable(Expr item) {
        var param = item instanceof Expr.Name name ? op.param(name.name()) : null;
        return param != null && param.isNullable();
    }

    private boolean isDim(Expr item) {
        return switch (item) {
            case Expr.Num _ -> true;
            case Expr.Unary minus -> minus.op() == Operator.MINUS && minus.a() instanceof Expr.Num num && num.integral();
            case Expr.Name name -> {
                var param = op.param(name.name());
                yield param != null && !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.INT;
            }
            default -> false;
        };
    }
}
