package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small tensors for an operator's example, one operand after the other. Those of a formula have values where it is defined. */
final class ExampleTensors {
    /** The elements of a first, a second and a third operand, the most telling ones first. */
    private static final List<double[][]> CHOICES = List.of(
        new double[][] {{-1.5, 0.5, 2, -0.3}, {0.5, -2, 1.5, 0.8}, {1, 2, 3, 4}},
        new double[][] {{0.9, 0.3, 0.2, 0.7}, {0.6, 0.1, 0.4, 0.8}, {0.5, 0.25, 0.75, 0.5}},
        new double[][] {{1.5, 2, 3.5, 1.2}, {1, 2, 3, 2}, {2, 1, 2, 3}});
    private static final double[][] UNIT = CHOICES.get(1);

    private final double[][] values;
    private int next;

    ExampleTensors(OpEntry op) {
        this.values = switch (op) {
            case OpEntry.Reduction reduction -> CHOICES.stream().filter(choice -> isFinite(reduction, choice)).findFirst().orElse(UNIT);
            case OpEntry.Pointwise pointwise ->
                CHOICES.stream().filter(choice -> isFinite(pointwise, choice)).findFirst().orElse(UNIT);
            case OpEntry.Native _, OpEntry.View _, OpEntry.Composite _ -> UNIT;
        };
    }

    private static boolean isFinite(OpEntry.Pointwise op, double[][] choice) {
        return op.formula().values().stream().allMatch(formula -> IntStream.range(0, choice[0].length)
            .allMatch(element -> Double.isFinite(Evaluator.evaluate(formula, known(op, choice, element)))));
    }

    private static boolean isFinite(OpEntry.Reduction op, double[][] choice) {
        var reduce = op.reduce();
        double fold = Evaluator.evaluate(reduce.init(), known(op, choice, 0));
        for (int element = 0; element < choice[0].length; element++) {
            var known = known(op, choice, element);
            known.put("b", Evaluator.evaluate(reduce.map(), known));
            known.put("a", fold);
            fold = Evaluator.evaluate(reduce.combine(), known);
        }
        var known = known(op, choice, 0);
        known.putAll(Map.of("a", fold, "n", (double) choice[0].length, "s", 1.0));
        return Double.isFinite(reduce.finish() == null ? fold : Evaluator.evaluate(reduce.finish(), known));
    }

    /** What the parameters are at an element. */
    private static Map<String, @Nullable Double> known(OpEntry op, double[][] choice, int element) {
        var known = new HashMap<String, @Nullable Double>();
        int operand = 0;
        for (var param : op.sig().params()) {
            known.put(param.name(), param.isTensor() ? Double.valueOf(choice[operand++ % choice.length][element]) : number(param));
        }
        return known;
    }

    /** What the example gives for a number, or what the operator takes where none is given. */
    private static @Nullable Double number(Param param) {
        return switch (param.attribute().kind()) {
            case NUM, FLOAT, INT, BOOL -> param.defaultValue() == null ? Double.valueOf(0.5)
                : param.defaultValue() instanceof Expr.NullLit ? null : Double.valueOf(Evaluator.evaluate(param.defaultValue(), Map.of()));
            default -> null;
        };
    }

    /** Java that makes the next operand. */
    String next(Param param) {
        var type = param.tensor();
        var one = type.dims() == null ? square(type) : sized(type);
        next++;
        return type.list() ? "List.of(" + one + ", " + (type.dims() == null ? square(type) : one) + ")" : one;
    }

    private String square(ParamType.TensorType type) {
        return switch (type.letter()) {
            case 'B' -> next % 2 == 0 ? "tensor(new boolean[][] {{true, false}, {false, true}})"
                : "tensor(new boolean[][] {{true, true}, {false, false}})";
            case 'I' -> "tensor(new long[][] {{0, 1}, {1, 0}})";
            case 'Q' -> next % 2 == 0 ? "tensor(new long[][] {{6, 3}, {5, 12}})" : "tensor(new long[][] {{3, 5}, {2, 4}})";
            default -> {
                var texts = Arrays.stream(values[next % values.length]).mapToObj(ExampleTensors::text).toList();
                yield "tensor(new double[][] {{" + texts.get(0) + ", " + texts.get(1) + "}, {" + texts.get(2) + ", " + texts.get(3) + "}})";
            }
        };
    }

    private static String text(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static String sized(ParamType.TensorType type) {
        var sizes = Examples.sizes(type);
        long count = sizes.stream().reduce(1L, (a, b) -> a * b);
        var numbers = "IQ".indexOf(type.letter()) >= 0 ? "arange(" + count + ")" : "linspace(0.1, 0.9, " + count + ")";
        var shape = sizes.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return sizes.size() == 1 ? numbers : numbers + ".reshape(" + shape + ")";
    }
}
