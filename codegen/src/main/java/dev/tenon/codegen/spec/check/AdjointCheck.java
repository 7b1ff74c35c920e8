package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.FoldGradient;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the written gradient of a reduction with differences of what it computes, where both can be evaluated as they stand. */
final class AdjointCheck {
    private static final double[][] SAMPLES = {{0.5, 2, 1.25}, {-1.5, 0.75, 2.5, -0.25}, {3, 0.375}};
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-4;

    private final OpEntry.Reduction op;
    private final Diagnostics diagnostics;
    private final FoldSamples samples;

    AdjointCheck(OpEntry.Reduction op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
        this.samples = new FoldSamples(op);
    }

    void run() {
        op.backward().forEach((name, gradient) -> {
            var param = op.param(name);
            if (param != null && param.isTensor() && param.tensor().differentiable()) {
                var ofElement = evaluable(gradient);
                if (ofElement != null) {
                    check(param, ofElement);
                }
            }
        });
    }

    private void check(Param param, Expr gradient) {
        for (var elements : SAMPLES) {
            for (int i = 0; i < elements.length; i++) {
                double difference = difference(param, elements, i, STEP);
                double other = difference(param, elements, i, STEP / 4);
                boolean smooth = Double.isFinite(difference) && Math.abs(difference - other) <= TOLERANCE * (1 + Math.abs(difference));
                double said = samples.value(gradient, named(param, elements, i));
                if (smooth && !(Math.abs(said - difference) <= TOLERANCE * (1 + Math.abs(difference)))) {
                    report(param, elements, i, said, difference);
                    return;
                }
            }
        }
    }

    private void report(Param param, double[] elements, int i, double said, double difference) {
        var derived = FoldGradient.of(op, param);
        var at = elementsOf(param, elements, i).entrySet().stream()
            .map(entry -> entry.getKey() + " = " + FoldCheck.number(entry.getValue()))
            .collect(Collectors.joining(", "));
        var all = new ArrayList<String>();
        for (double element : elements) {
            all.add(FoldCheck.number(element));
        }
        var written = op.backward().get(param.name());
        diagnostics.report(Diagnostic.ADJOINT, written == null ? op.at() : written.at(), op.key(), param.name(), FoldCheck.number(said),
            FoldCheck.number((float) difference), at + " of " + all,
            derived != null ? "write '" + Printer.print(derived) + "', or leave this line out: it is derived"
                : "write g times the derivative; g and output keep the folded dimensions, of size 1");
    }

    // ---- the reduction ----------------------------------------------------------------------------------------------

    private double difference(Param param, double[] elements, int i, double step) {
        return (folded(param, elements, i, step) - folded(param, elements, i, -step)) / (2 * step);
    }

    /** The result, with element i of one tensor moved. */
    private double folded(Param param, double[] elements, int moved, double by) {
        double a = samples.value(op.reduce().init(), Map.of());
        for (int i = 0; i < elements.length; i++) {
            Map<String, @Nullable Double> values = new HashMap<>(elementsOf(param, elements, i));
            if (i == moved) {
                values.put(param.name(), elements[i] + by);
            }
            double b = samples.value(op.reduce().map(), values);
            a = samples.value(op.reduce().combine(), Map.<String, @Nullable Double>of("a", a, "b", b));
        }
        return op.reduce().finish() == null ? a
            : samples.value(op.reduce().finish(), Map.<String, @Nullable Double>of("a", a, "n", (double) elements.length, "s", 1.0));
    }

    /** The tensors' elements at place i, other tensors than the one in question having others. */
    private Map<String, Double> elementsOf(Param param, double[] elements, int i) {
        Map<String, Double> values = new HashMap<>();
        for (var other : op.sig().tensors()) {
            values.put(other.name(), other.tensor().letter() == 'B' ? i % 2.0 : other.equals(param) ? elements[i] : 1.5 - 0.25 * i);
        }
        return values;
    }

    private Map<String, @Nullable Double> named(Param param, double[] elements, int i) {
        Map<String, @Nullable Double> values = new HashMap<>(elementsOf(param, elements, i));
        values.put("g", 1.0);
        values.put("output", folded(param, elements, -1, 0));
        values.put("n", (double) elements.length);
        return values;
    }

    // ---- the gradient -----------------------------------------------------------------------------------------------

    /** The gradient of one element; null where it calls what only tensors have, which the generated test compares. */
    private @Nullable Expr evaluable(Expr gradient) {
        try {
            var ofElement = ofElement(gradient);
            Map<String, @Nullable Double> values = new HashMap<>(Map.of("g", 1.0, "output", 1.0, "n", 1.0));
            op.sig().tensors().forEach(param -> values.put(param.name(), 1.0));
            samples.value(ofElement, values);
            return ofElement;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The gradient of one element: what only arranges elements is left out. */
    private Expr ofElement(Expr gradient) {
        if (!(gradient instanceof Expr.Call call)) {
            if (gradient instanceof Expr.Field || gradient instanceof Expr.Index || gradient instanceof Expr.ListLit) {
                throw new IllegalArgumentException(Printer.print(gradient));
            }
            return ExprTree.map(gradient, this::ofElement);
        }
        if (!call.named().isEmpty()) {
            throw new IllegalArgumentException(call.function());
        }
        var args = call.args();
        return switch (call.function()) {
            case "expand", "unreduce", "expand_as" -> ofElement(args.getFirst());
            case "count" -> new Expr.Name("n", call.at());
            case "zeros_like" -> new Expr.Num(0, true, call.at());
            case "ones_like" -> new Expr.Num(1, true, call.at());
            case "where" -> new Expr.Cond(ofElement(args.get(0)), ofElement(args.get(1)), ofElement(args.get(2)), call.at());
            case "masked_fill" -> new Expr.Cond(ofElement(args.get(1)), ofElement(args.get(2)), ofElement(args.get(0)), call.at());
            case "mul" -> operator(Operator.TIMES, args, call);
            case "add" -> operator(Operator.PLUS, args, call);
            case "sub" -> operator(Operator.MINUS, args, call);
            case "div" -> operator(Operator.DIVIDE, args, call);
            case "neg" -> new Expr.Unary(Operator.MINUS, ofElement(args.getFirst()), call.at());
            default -> ExprTree.map(call, this::ofElement);
        };
    }

    private Expr operator(Operator operator, List<Expr> args, Expr.Call call) {
        if (args.size() != 2) {
            throw new IllegalArgumentException(call.function());
        }
        return new Expr.Binary(operator, ofElement(args.get(0)), ofElement(args.get(1)), call.at());
    }
}
