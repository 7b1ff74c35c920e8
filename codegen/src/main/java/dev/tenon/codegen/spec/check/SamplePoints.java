package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Arguments at which formulas are tried, always the same: attributes have their defaults or some of a few values that {@code require} allows,
 * elements are numbers of several sizes, and some that functions treat specially.
 */
final class SamplePoints {
    private static final int POINTS = 120;
    private static final double[] SIZES = {1, 3, 1, 0.1, 3, 30, 1, 1000};
    private static final double[] SPECIAL = {0, 1, -1, 0.5, 2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private static final Double[] REALS = {0.75, 2.0, 1.5, 3.0, 0.1, 10.0, -0.5, -2.0};
    private static final Double[] INTEGERS = {1.0, 2.0, 3.0};
    /** Other values than a default are such as it could be scaled to: what is above 0 stays there. */
    private static final double[] SCALES = {1, 1, 0.5, 1.5, 2};

    private final OpEntry op;
    private final boolean integers;

    /** @param integers whether elements are whole numbers */
    SamplePoints(OpEntry op, boolean integers) {
        this.op = op;
        this.integers = integers;
    }

    /** Points with elements that derivatives can be taken at, and with any values of attributes that may be given. */
    List<Map<String, @Nullable Double>> ordinary() {
        var points = new ArrayList<Map<String, @Nullable Double>>();
        // One generator for all: the first numbers of generators with neighbouring seeds are nearly the same.
        var random = new Random(0);
        for (int i = 0; i < POINTS; i++) {
            var point = attributes(i < POINTS / 3, random);
            double size = SIZES[i % SIZES.length];
            if (point != null && size <= 3) {
                op.sig().tensors().forEach(param -> point.put(param.name(), element(param, size, random)));
                points.add(point);
            }
        }
        return points;
    }

    /** Points with elements of all kinds; empty if {@code require} refuses all attributes. */
    List<Map<String, @Nullable Double>> all() {
        var points = new ArrayList<Map<String, @Nullable Double>>();
        var random = new Random(0);
        for (int i = 0; i < POINTS; i++) {
            var point = attributes(i % 3 != 0, random);
            if (point == null) {
                continue;
            }
            double size = SIZES[i % SIZES.length];
            boolean alike = i % 5 == 0;
            double special = SPECIAL[i / 5 % SPECIAL.length];
            for (var param : op.sig().tensors()) {
                boolean plain = integers || param.tensor().letter() == 'B' || !alike && i % 3 != 0;
                double other = alike ? special : SPECIAL[random.nextInt(SPECIAL.length)];
                point.put(param.name(), plain ? element(param, size, random) : Double.valueOf(other));
            }
            points.add(point);
        }
        return points;
    }

    private @Nullable Double element(Param param, double size, Random random) {
        if (param.tensor().optional() && random.nextInt(4) == 0) {
            return null;
        }
        if (param.tensor().letter() == 'B') {
            return random.nextBoolean() ? 1.0 : 0.0;
        }
        double value = (random.nextDouble() * 2 - 1) * size;
        return integers || "IQ".indexOf(param.tensor().letter()) >= 0 ? Math.rint(value * 7) : value;
    }

    /** Values of the attributes, or null if those drawn are refused. */
    private @Nullable Map<String, @Nullable Double> attributes(boolean plain, Random random) {
        for (int attempt = 0; attempt < 40; attempt++) {
            var values = new HashMap<String, @Nullable Double>();
            for (var param : op.sig().attributes()) {
                draw(param, plain, random, values);
            }
            if (isAllowed(values)) {
                return values;
            }
        }
        return null;
    }

    private static void draw(Param param, boolean plain, Random random, Map<String, @Nullable Double> values) {
        var kind = param.attribute().kind();
        boolean isNumber = kind == ParamType.Attribute.Kind.NUM || kind == ParamType.Attribute.Kind.FLOAT
            || kind == ParamType.Attribute.Kind.INT || kind == ParamType.Attribute.Kind.BOOL;
        if (!isNumber) {
            return;
        }
        var given = param.defaultValue();
        if (given != null && !(given instanceof Expr.NullLit) && (plain || kind != ParamType.Attribute.Kind.BOOL)) {
            double scale = plain || kind == ParamType.Attribute.Kind.INT ? 1 : SCALES[random.nextInt(SCALES.length)];
            values.put(param.name(), scale * Evaluator.evaluate(given, Map.of()));
        } else if (param.isNullable() && random.nextInt(3) == 0) {
            values.put(param.name(), null);
        } else {
            values.put(param.name(), switch (kind) {
                case BOOL -> random.nextBoolean() ? 1.0 : 0.0;
                case INT -> INTEGERS[random.nextInt(INTEGERS.length)];
                default -> REALS[random.nextInt(REALS.length)];
            });
        }
    }

    /** Whether no requirement that can be evaluated without tensors refuses these. */
    boolean isAllowed(Map<String, @Nullable Double> values) {
        return op.requires().stream().allMatch(require -> {
            try {
                return Evaluator.evaluate(require.condition(), values) != 0;
            } catch (IllegalArgumentException ofShapes) {
                return true;
            }
        });
    }
}
