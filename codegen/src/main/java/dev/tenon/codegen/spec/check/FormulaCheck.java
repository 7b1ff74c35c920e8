package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.FormulaTypes;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Kink;
import dev.tenon.codegen.expr.Kinks;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Reduce;
import dev.tenon.codegen.spec.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Checks what is computed element by element: formulas, their kinks and gradients, and the parts of reductions. */
final class FormulaCheck {
    private final OpEntry op;
    private final Diagnostics diagnostics;
    private final Map<String, FormulaTypes.Variable> names = new LinkedHashMap<>();

    FormulaCheck(OpEntry op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
        op.sig().params().forEach(this::declare);
    }

    private void declare(Param param) {
        var type = switch (param.type()) {
            case ParamType.TensorType tensor -> tensor.letter() == 'B' ? FormulaTypes.Type.TRUTH : FormulaTypes.Type.NUMBER;
            case ParamType.Attribute attribute -> switch (attribute.kind()) {
                case NUM, FLOAT, INT -> FormulaTypes.Type.NUMBER;
                case BOOL -> FormulaTypes.Type.TRUTH;
                default -> null;
            };
        };
        if (type != null) {
            names.put(param.name(), new FormulaTypes.Variable(type, param.isNullable()));
        }
    }

    void run() {
        switch (op) {
            case OpEntry.Pointwise pointwise -> checkFormulas(pointwise);
            case OpEntry.Reduction reduction -> {
                int before = diagnostics.reports();
                if (knowsNames(reduction.reduce())) {
                    checkReduce(reduction.reduce());
                }
                if (diagnostics.reports() == before) {
                    new FoldCheck(reduction, diagnostics).run();
                }
            }
            case OpEntry.Native _, OpEntry.View _, OpEntry.Composite _ -> {
            }
        }
    }

    private void checkFormulas(OpEntry.Pointwise pointwise) {
        int before = diagnostics.reports();
        checkConstants(pointwise.formula());
        checkConstants(pointwise.integer());
        pointwise.formula().values().forEach(this::checkResult);
        pointwise.integer().values().forEach(this::checkResult);
        pointwise.kinks().forEach(this::checkKink);
        checkGradients(pointwise);
        boolean sound = diagnostics.reports() == before;
        if (sound && !pointwise.formula().isEmpty()) {
            checkKinks(pointwise);
            new ArithmeticCheck(pointwise, diagnostics).run();
        }
    }

    private void checkResult(Expr formula) {
        var type = new FormulaTypes(names, diagnostics).check(formula);
        var result = op.sig().results().isEmpty() ? "" : op.sig().results().getFirst().dtype();
        boolean wantsTruth = result.equals("bool");
        boolean fits = wantsTruth || type == FormulaTypes.Type.NUMBER || type == FormulaTypes.Type.UNKNOWN
            || type == FormulaTypes.Type.TRUTH && "QB".contains(result);
        if (!fits) {
            diagnostics.report(Diagnostic.TYPE, formula.at(), "a number", "a truth value",
                "write '-> bool' in the signature, or 'condition ? 1 : 0' in the formula");
        }
    }

    /** Formulas by constant need one enum parameter, and a formula for each of its constants. */
    private void checkConstants(Map<String, Expr> formulas) {
        if (formulas.isEmpty() || formulas.containsKey("")) {
            return;
        }
        var enums = op.sig().attributes().stream().filter(p -> p.attribute().kind() == ParamType.Attribute.Kind.ENUM).toList();
        if (enums.size() != 1) {
            var first = formulas.values().iterator().next();
            diagnostics.report(Diagnostic.TYPE, first.at(), "one formula", "formulas by name",
                "formulas by constant need exactly one enum parameter in the signature");
            return;
        }
        var param = enums.getFirst();
        var constants = param.attribute().constants();
        formulas.forEach((constant, formula) -> {
            if (!constants.contains(constant)) {
                diagnostics.reportUnknown(Diagnostic.CONSTANT, formula.at(), constant, constants, param.name(),
                    String.join(", ", constants));
            }
        });
        for (var constant : constants) {
            if (!formulas.containsKey(constant)) {
                diagnostics.report(Diagnostic.MISSING_CONSTANT, op.at(), constant, param.name());
            }
        }
    }

    private void checkKink(Kink kink) {
        var known = new LinkedHashMap<String, FormulaTypes.Variable>();
        names.forEach((name, variable) -> known.put(name, new FormulaTypes.Variable(variable.type(), false)));
        var types = new FormulaTypes(known, diagnostics);
        types.checkNumber(kink.left());
        types.checkNumber(kink.right());
        types.checkNumber(kink.subgradient());
    }

    private void checkGradients(OpEntry.Pointwise pointwise) {
        var known = new LinkedHashMap<>(names);
        known.put("g", new FormulaTypes.Variable(FormulaTypes.Type.NUMBER, false));
        known.put("output", new FormulaTypes.Variable(FormulaTypes.Type.NUMBER, false));
        pointwise.grad().values().forEach(gradient -> new FormulaTypes(known, diagnostics).checkNumber(gradient));
    }

    /** Reports names of values that a part of a reduction is not given. */
    private boolean knowsNames(Reduce reduce) {
        int before = diagnostics.reports();
        requireKnown("init", reduce.init(), Set.of());
        requireKnown("map", reduce.map(), Set.of());
        requireKnown("combine", reduce.combine(), Set.of("a", "b"));
        if (reduce.finish() != null) {
            requireKnown("finish", reduce.finish(), reduce.order() == null ? Set.of("a", "n") : Set.of("a", "n", "s"));
        }
        return diagnostics.reports() == before;
    }

    private void requireKnown(String word, Expr part, Set<String> known) {
        ExprTree.walk(part, expr -> {
            var param = expr instanceof Expr.Name name ? op.param(name.name()) : null;
            if (param != null && !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.ENUM) {
                diagnostics.report(Diagnostic.FOLD_NAME, expr.at(), word, param.name(),
                    "it knows numbers and truth values: make a bool of it, or choose between two reductions in a composite");
            }
            if (expr instanceof Expr.Name name && Reduce.NAMES.contains(name.name()) && !known.contains(name.name())
                && op.param(name.name()) == null) {
                diagnostics.report(Diagnostic.FOLD_NAME, name.at(), word, name.name(), switch (name.name()) {
                    case "n" -> "the number of elements is known when all are folded: use it in 'finish'";
                    case "s" -> "s is what elements of a norm were divided by: use it in 'finish', with 'order'";
                    case "a" -> "a is what has been folded: use it in 'combine' and 'finish'";
                    default -> "b is the other of two partial results: use it in 'combine'";
                });
            }
        });
    }

    private void checkReduce(Reduce reduce) {
        var number = new FormulaTypes.Variable(FormulaTypes.Type.NUMBER, false);
        var attributes = new LinkedHashMap<>(names);
        op.sig().tensors().forEach(param -> attributes.remove(param.name()));
        var pair = new LinkedHashMap<>(attributes);
        pair.put("a", number);
        pair.put("b", number);
        var total = new LinkedHashMap<>(attributes);
        total.put("a", number);
        total.put("n", number);
        if (reduce.order() != null) {
            total.put("s", number);
            new FormulaTypes(attributes, diagnostics).checkNumber(reduce.order());
        }
        new FormulaTypes(attributes, diagnostics).checkNumber(reduce.init());
        new FormulaTypes(names, diagnostics).checkNumber(reduce.map());
        new FormulaTypes(pair, diagnostics).checkNumber(reduce.combine());
        if (reduce.finish() != null) {
            new FormulaTypes(total, diagnostics).checkNumber(reduce.finish());
        }
    }

    /** The parameters by which the formula is differentiated. */
    private Set<String> variables() {
        var variables = new LinkedHashSet<String>();
        boolean differentiable = op.sig().results().stream().anyMatch(Result::differentiable);
        for (var param : op.sig().tensors()) {
            if (differentiable && param.tensor().differentiable() && op.nogradReason(param.name()) == null) {
                variables.add(param.name());
            }
        }
        return variables;
    }

    /** Formulas whose gradients are all written need no kinks: what they say holds there too. */
    private void checkKinks(OpEntry.Pointwise pointwise) {
        var variables = variables();
        var derived = new LinkedHashSet<>(variables);
        derived.removeAll(pointwise.grad().keySet());
        derived.removeAll(pointwise.backward().keySet());
        var used = new ArrayList<Kinks>();
        var points = new SamplePoints(pointwise, false);
        for (var formula : pointwise.formula().values()) {
            if (ExprTree.names(formula).stream().noneMatch(variables::contains)) {
                continue;
            }
            var kinks = new Kinks(formula, variables, points::isAllowed);
            used.add(kinks);
            if (!derived.isEmpty()) {
                reportUndeclared(pointwise, kinks);
            }
        }
        for (var kink : pointwise.kinks()) {
            if (!derived.isEmpty() && used.stream().noneMatch(kinks -> kinks.has(kink))) {
                diagnostics.report(Diagnostic.IDLE_KINK, kink.at(), kink.text());
            }
        }
    }

    private void reportUndeclared(OpEntry.Pointwise pointwise, Kinks kinks) {
        for (var kink : kinks.undeclared(pointwise.kinks())) {
            diagnostics.report(Diagnostic.NO_KINKS, kink.at(), op.key(), kink.condition());
        }
    }

    /** Whether the formulas have a derivative by this parameter: not by the order of a polynomial, nor by what it is of. */
    static boolean isDerivable(OpEntry.Pointwise op, String param) {
        return op.formula().values().stream().filter(SizeCheck::hasArguments).map(formula -> new Dag().simplify(formula))
            .allMatch(formula -> {
                var found = new boolean[1];
                ExprTree.walk(formula, part -> found[0] |= part instanceof Expr.Call call && isWithoutDerivative(call, param));
                return !found[0];
            });
    }

    private static boolean isWithoutDerivative(Expr.Call call, String param) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null || intrinsic.truth() || intrinsic.bitwise()) {
            return false;
        }
        return IntStream.range(0, Math.min(intrinsic.arity(), call.args().size()))
            .anyMatch(i -> intrinsic.derivative(i) == null && ExprTree.names(call.args().get(i)).contains(param));
    }
}
