package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Reduce;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries out whether the parts of a reduction make a fold. Kernels cut it into pieces that begin with {@code init} each and are combined in
 * another order than the elements have, so {@code combine} must be associative and commutative and {@code init} its neutral element.
 */
final class FoldCheck {
    private static final List<Double> NEUTRAL = List.of(0.0, 1.0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final OpEntry.Reduction op;
    private final Reduce reduce;
    private final Diagnostics diagnostics;
    private final FoldSamples samples;

    FoldCheck(OpEntry.Reduction op, Diagnostics diagnostics) {
        this.op = op;
        this.reduce = op.reduce();
        this.diagnostics = diagnostics;
        this.samples = new FoldSamples(op);
    }

    void run() {
        if (readsAll()) {
            var values = samples.mapped();
            if (isSymmetric(values) && isAssociative(values)) {
                checkNeutral(values);
            }
        }
    }

    private boolean readsAll() {
        int before = diagnostics.reports();
        for (var param : op.sig().tensors()) {
            requireRead(reduce.map(), "map", param.name(), "write 'map " + param.name() + "', or what is folded of it");
        }
        for (var name : List.of("a", "b")) {
            requireRead(reduce.combine(), "combine", name, "write one of both, such as a + b, a * b, min(a, b) or max(a, b)");
        }
        if (reduce.finish() != null) {
            requireRead(reduce.finish(), "finish", "a", "write what becomes of a, the fold of all elements, or remove 'finish'");
        }
        return diagnostics.reports() == before;
    }

    private void requireRead(Expr part, String word, String name, String fix) {
        if (!ExprTree.names(part).contains(name)) {
            diagnostics.report(Diagnostic.IDLE_FOLD, part.at(), word, name, op.key(), fix);
        }
    }

    private double combined(double a, double b) {
        return samples.value(reduce.combine(), Map.<String, @Nullable Double>of("a", a, "b", b));
    }

    private boolean isSymmetric(List<Double> values) {
        for (double a : values) {
            for (double b : values) {
                double there = combined(a, b);
                double back = combined(b, a);
                if (!FoldSamples.same(there, back, 0)) {
                    report("commutative", number(a) + " and " + number(b), there, back);
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isAssociative(List<Double> values) {
        for (double a : values) {
            for (double b : values) {
                for (double c : values) {
                    double left = combined(combined(a, b), c);
                    double right = combined(a, combined(b, c));
                    if (!FoldSamples.same(left, right, Math.max(Math.abs(a), Math.max(Math.abs(b), Math.abs(c))))) {
                        report("associative", number(a) + ", " + number(b) + " and " + number(c), left, right);
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void report(String law, String of, double first, double second) {
        diagnostics.report(Diagnostic.COMBINE, reduce.combine().at(), Printer.print(reduce.combine()), law, of, number(first),
            number(second));
    }

    private void checkNeutral(List<Double> values) {
        double init = samples.value(reduce.init(), Map.of());
        var broken = broken(init, values);
        if (broken == null) {
            return;
        }
        var neutral = NEUTRAL.stream().filter(other -> broken(other, values) == null).findFirst();
        diagnostics.report(Diagnostic.INIT, reduce.init().at(), Printer.print(reduce.init()), Printer.print(reduce.combine()),
            number(broken), number(combined(init, broken)),
            neutral.map(value -> "write 'init " + number(value) + "', which changes nothing")
                .orElse(broken == init ? "let combine give it back for two of it: pieces that are empty are combined, too"
                    : "write the value that changes nothing, or a combine that has one; numbers of one's own belong in 'finish'"));
    }

    /** A value that changes when it is combined with this one, or null. */
    private @Nullable Double broken(double init, List<Double> values) {
        for (double value : values) {
            if (!FoldSamples.same(combined(init, value), value, 0) || !FoldSamples.same(combined(value, init), value, 0)) {
                return value;
            }
        }
        return FoldSamples.same(combined(init, init), init, 0) ? null : Double.valueOf(init);
    }

    /** A number as a spec writes it. */
    static String number(double value) {
        return Double.isInfinite(value) ? (value < 0 ? "-" : "") + Constant.INF : Double.isNaN(value) ? Constant.NAN.name()
            : value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value) : String.valueOf((float) value);
    }
}
