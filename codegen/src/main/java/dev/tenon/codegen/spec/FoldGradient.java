package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Extent;
import dev.tenon.codegen.expr.FormulaTypes;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Kinks;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a reduction as far as it follows from its parts: of a sum by the chain rule, of a largest or smallest element as PyTorch
 * has it, shared equally by all that are equal. It is an expression of operators, so that it has gradients itself.
 */
public final class FoldGradient {
    private static final Set<String> EXTREMES = Set.of("max", "min");

    private final OpEntry.Reduction op;
    private final Reduce reduce;
    private final Dag dag = new Dag();

    private FoldGradient(OpEntry.Reduction op) {
        this.op = op;
        this.reduce = op.reduce();
    }

    /** The gradient by a tensor, in the parameters and {@code g}; null where it does not follow. */
    public static @Nullable Expr of(OpEntry.Reduction op, Param param) {
        boolean clash = op.sig().params().stream().anyMatch(other -> Reduce.NAMES.contains(other.name()));
        return clash || op.rule() != null || param.tensor().optional() || !isSound(op) ? null : new FoldGradient(op).by(param);
    }

    /** Whether the parts are without mistakes, which are told elsewhere. */
    private static boolean isSound(OpEntry.Reduction op) {
        var found = new Diagnostics();
        var names = new LinkedHashMap<String, FormulaTypes.Variable>();
        for (var param : op.sig().params()) {
            boolean number = param.isTensor() ? param.tensor().letter() != 'B' : switch (param.attribute().kind()) {
                case NUM, FLOAT, INT -> true;
                default -> false;
            };
            if (number) {
                names.put(param.name(), new FormulaTypes.Variable(FormulaTypes.Type.NUMBER, false));
            }
        }
        new FormulaTypes(names, found).checkNumber(op.reduce().map());
        List.of("a", "b", "n").forEach(name -> names.put(name, new FormulaTypes.Variable(FormulaTypes.Type.NUMBER, false)));
        new FormulaTypes(names, found).checkNumber(op.reduce().combine());
        if (op.reduce().finish() != null) {
            new FormulaTypes(names, found).checkNumber(op.reduce().finish());
        }
        return !found.hasErrors();
    }

    private @Nullable Expr by(Param param) {
        if (isSum()) {
            var slope = derivative(reduce.map(), param.name());
            var end = reduce.finish() == null ? one() : derivative(reduce.finish(), "a");
            return slope == null || end == null || !ExprTree.names(reduce.map()).contains(param.name()) ? null
                : isNumber(slope, 0) || isNumber(end, 0) ? call("zeros_like", name(param.name()))
                    : product(product(name("g"), ofWhole(end)), slope);
        }
        boolean plain = reduce.map() instanceof Expr.Name name && name.name().equals(param.name()) && reduce.finish() == null;
        return plain && reduce.combine() instanceof Expr.Call call && EXTREMES.contains(call.function()) && isPair(call.args())
            ? shared(name("g"), param) : null;
    }

    private static boolean isNumber(Expr expr, double value) {
        return expr instanceof Expr.Num num && num.value() == value;
    }

    private Expr product(Expr a, Expr b) {
        return isNumber(b, 1) ? a : new Expr.Binary(Operator.TIMES, a, b, op.at());
    }

    private boolean isSum() {
        return reduce.order() == null && reduce.combine() instanceof Expr.Binary sum && sum.op() == Operator.PLUS
            && isPair(List.of(sum.a(), sum.b()));
    }

    private static boolean isPair(List<Expr> operands) {
        return Set.of("a", "b").equals(Set.copyOf(operands.stream().map(Printer::print).toList()));
    }

    /** Null where a part has no derivative, or one that jumps. */
    private @Nullable Expr derivative(Expr part, String by) {
        var derivable = new boolean[] {true};
        ExprTree.walk(part, expr -> {
            var intrinsic = expr instanceof Expr.Call call ? Intrinsic.of(call.function()) : null;
            derivable[0] &= !(expr instanceof Expr.Call) || intrinsic != null && !intrinsic.bitwise();
        });
        if (!derivable[0] || !new Kinks(part, Set.of(by)).undeclared(List.of()).isEmpty()) {
            return null;
        }
        var derivative = dag.derivative(part, by);
        if (Extent.of(derivative).exceeds()) {
            return null;
        }
        ExprTree.walk(derivative, expr -> derivable[0] &= !(expr instanceof Expr.Cond));
        return derivable[0] ? derivative : null;
    }

    /** The fold of all elements and their number in place of their names. */
    private Expr ofWhole(Expr end) {
        return ExprTree.substitute(end, Map.of("a", sum(reduce.map()), "n", count()));
    }

    private Expr sum(Expr elements) {
        return call("sum", elements, dims(), new Expr.Bool(true, reduce.map().at()));
    }

    private Expr count() {
        return call(BodyFunction.COUNT.text(), whole(), dims());
    }

    /** The sizes of what is folded. */
    private Expr whole() {
        return op.sig().tensors().stream().map(param -> (Expr) new Expr.Field(name(param.name()), "shape", param.at()))
            .reduce((a, b) -> call(BodyFunction.BROADCAST.text(), a, b)).orElseThrow();
    }

    private Expr dims() {
        var folded = op.folded();
        return folded == null ? new Expr.NullLit(op.at()) : folded;
    }

    private Expr shared(Expr g, Param param) {
        var ties = new Expr.Binary(Operator.EQUAL, name(param.name()), name("output"), op.at());
        return new Expr.Binary(Operator.DIVIDE, new Expr.Binary(Operator.TIMES, g, ties, op.at()), sum(ties), op.at());
    }

    private Expr one() {
        return new Expr.Num(1, true, op.at());
    }

    private Expr name(String name) {
        return new Expr.Name(name, op.at());
    }

    private Expr call(String function, Expr... args) {
        return new Expr.Call(function, List.of(args), Map.of(), op.at());
    }
}
