package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values with which the parts of a reduction are tried out when it is built: elements, attributes, and what a map makes of them. */
final class FoldSamples {
    private static final double[] REALS = {-3.5, -2, -0.75, -0.25, 0.5, 1, 1.25, 2.5, 7};
    private static final double[] INTEGERS = {-3, -2, -1, 0, 1, 2, 5, 7};
    private static final double[] TRUTHS = {0, 1};

    private final OpEntry.Reduction op;
    private final Map<String, @Nullable Double> attributes = new HashMap<>();

    FoldSamples(OpEntry.Reduction op) {
        this.op = op;
        op.sig().attributes().forEach(param -> attributes.put(param.name(), value(param)));
    }

    /** Its default, a number that is none of those at which formulas bend, or null. */
    private static @Nullable Double value(Param param) {
        var given = param.defaultValue();
        if (given instanceof Expr.NullLit || given == null && param.isNullable()) {
            return null;
        }
        var number = given != null && ExprTree.names(given).stream().allMatch(name -> Set.of("INF", "NAN").contains(name)) ? given : null;
        return switch (param.attribute().kind()) {
            case NUM, FLOAT -> number == null ? 1.75 : Evaluator.evaluate(number, Map.of());
            case INT -> number == null ? 2 : Evaluator.evaluate(number, Map.of());
            case BOOL -> number == null ? 1 : Evaluator.evaluate(number, Map.of());
            default -> null;
        };
    }

    /** Values by name, those of attributes among them. */
    Map<String, @Nullable Double> with(Map<String, @Nullable Double> more) {
        Map<String, @Nullable Double> values = new HashMap<>(attributes);
        values.putAll(more);
        return values;
    }

    /** The value of a part of the reduction; NaN where it has none. */
    double value(Expr part, Map<String, @Nullable Double> more) {
        return Evaluator.evaluate(part, with(more));
    }

    /** Elements that a tensor may have. */
    static double[] elements(Param tensor) {
        return switch (((ParamType.TensorType) tensor.type()).letter()) {
            case 'B' -> TRUTHS;
            case 'F', 'W' -> REALS;
            default -> INTEGERS;
        };
    }

    /** What the map makes of elements, as far as that is finite. */
    List<Double> mapped() {
        var mapped = new ArrayList<Double>();
        int count = op.sig().tensors().stream().mapToInt(param -> elements(param).length).max().orElse(0);
        for (int i = 0; i < count; i++) {
            Map<String, @Nullable Double> elements = new HashMap<>();
            int shift = i;
            for (var param : op.sig().tensors()) {
                var own = elements(param);
                elements.put(param.name(), own[shift % own.length]);
                shift += 3;
            }
            double value = value(op.reduce().map(), elements);
            if (Double.isFinite(value) && !mapped.contains(value)) {
                mapped.add(value);
            }
        }
        return mapped;
    }

    /** Whether two values are the same but for rounding. */
    static boolean same(double a, double b, double scale) {
        if (a == b || Double.isNaN(a) && Double.isNaN(b)) {
            return true;
        }
        return Double.isFinite(a) && Double.isFinite(b) && Math.abs(a - b) <= 1e-9 * Math.max(scale, Math.max(Math.abs(a), Math.abs(b)));
    }
}
