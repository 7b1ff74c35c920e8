package dev.tenon.tensor;

import dev.tenon.core.Ints;
import dev.tenon.ops.Mean;
import dev.tenon.ops.Prod;
import dev.tenon.ops.Squeeze;
import dev.tenon.ops.Sum;
import dev.tenon.spi.Op;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name PyTorch prints for the backward function of an operator: {@code AddBackward0} for {@code add}. Where it has one function for what
 * consists of several operators here, the result is marked with the function's name.
 */
final class GradFnName {
    /** Operators that PyTorch knows by other names, and forms of which it numbers another one as 0. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("cast", "ToCopyBackward0"),
        Map.entry("clamp", "ClampBackward1"), Map.entry("rsub", "RsubBackward1"), Map.entry("narrow", "SliceBackward0"),
        Map.entry("linear", "AddmmBackward0"), Map.entry("conv2d", "ConvolutionBackward0"), Map.entry("var_mean", "VarBackward0"),
        Map.entry("sqrt_or_zero", "EuclideanDistBackward0"), Map.entry("norm_two", "LinalgVectorNormBackward0"),
        Map.entry("norm_power", "LinalgVectorNormBackward0"), Map.entry("determinant", "LinalgDetBackward0"),
        Map.entry("cross_entropy_indices", "NllLossBackward0"), Map.entry("largest", "MaxBackward1"),
        Map.entry("smallest", "MinBackward1"));

    private GradFnName() {}

    static String of(Op op) {
        return switch (op) {
            case Sum sum -> folded("Sum", sum.dim());
            case Mean mean -> folded("Mean", mean.dim());
            case Prod prod -> folded("Prod", prod.dim());
            case Squeeze squeeze when squeeze.dim() != null -> "SqueezeBackward1";
            default -> of(op.descriptor().name());
        };
    }

    private static String folded(String name, @Nullable Ints dim) {
        return name + (dim == null ? "Backward0" : "Backward1");
    }

    static String of(String operator) {
        var base = operator.contains("/") ? operator.substring(0, operator.indexOf('/')) : operator;
        var known = NAMES.get(base);
        if (known != null) {
            return known;
        }
        var text = new StringBuilder();
        for (var part : base.split("[_.]")) {
            if (!part.isEmpty()) {
                text.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return text.append("Backward0").toString().replaceFirst("(?<=[a-z])([123])d(?=[A-Z])", "$1D");
    }

    /** Marks what an operator that consists of others has made. */
    static Tensor mark(String operator, Tensor result) {
        var node = result.node();
        if (node != null) {
            node.shownAs = operator + "Backward0";
        }
        return result;
    }

    static List<Tensor> mark(String operator, List<Tensor> results) {
        results.forEach(result -> mark(operator, result));
        return results;
    }
}
