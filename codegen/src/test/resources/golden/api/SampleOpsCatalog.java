package sample;

import dev.tenon.tensor.CatalogCall;
import dev.tenon.tensor.OpInfo;
import dev.tenon.tensor.OperatorErrors;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sample.ops.Fold;
import sample.ops.Gelu;

/**
 * Every operator by its name in the spec, called with arguments by PyTorch's names.
 */
public final class SampleOpsCatalog {
    private SampleOpsCatalog() {
    }

    /**
     * Calls the operator of that name: of its overloads the first that the arguments fit.
     *
     * @param name the name in the spec, which is PyTorch's
     * @param args by name: tensors, numbers, booleans, strings, dtypes, lists of these, and null
     * @return the results in order
     * @throws dev.tenon.core.ArgumentException if there is no such operator, or none takes these arguments
     */
    public static List<Tensor> call(String name, Map<String, ? extends @Nullable Object> args) {
        CatalogCall call = new CatalogCall(name, args);
        try {
            @Nullable List<Tensor> results = FamiliesOps.call(call);
            if (results == null) {
                throw call.refused(ops());
            }
            return results;
        } catch (RuntimeException e) {
            throw OperatorErrors.within(call.name(), e);
        }
    }

    /**
     * All operators, overloads one by one.
     */
    public static List<OpInfo> ops() {
        var ops = new ArrayList<OpInfo>();
        ops.addAll(FamiliesOps.ops());
        return ops;
    }

    /**
     * All names that {@link #call} knows, sorted.
     */
    public static SortedSet<String> names() {
        var names = new TreeSet<String>();
        names.addAll(FamiliesOps.NAMES);
        return names;
    }

    private static final class FamiliesOps {
        private static final OpInfo LEAKY_RELU = new OpInfo("leaky_relu", OpInfo.Kind.POINTWISE, true,
        "Rectified linear unit that lets negative inputs through with a small slope.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("negative_slope", OpInfo.Type.NUMBER, false, "0.01")),
        List.of(), Map.of());

        private static final OpInfo GELU = new OpInfo("gelu", OpInfo.Kind.POINTWISE, true,
        "Gaussian error linear unit.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("approximate", OpInfo.Type.CONSTANT, false, "none", List.of("none", "tanh"))),
        List.of(), Map.of());

        private static final OpInfo BLEND = new OpInfo("blend", OpInfo.Kind.POINTWISE, true,
        "The mean of two elements, broadcast.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("other", OpInfo.Type.TENSOR_OR_NUMBER, false, null)),
        List.of(), Map.of());

        private static final OpInfo SUM = new OpInfo("sum", OpInfo.Kind.REDUCTION, true,
        "The sum over the given dimensions, or over all.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("dim", OpInfo.Type.INTEGERS, true, "all"),
                new OpInfo.Parameter("keepdim", OpInfo.Type.FLAG, false, "false")),
        List.of(), Map.of());

        private static final OpInfo HALF_SQUARE = new OpInfo("half_square", OpInfo.Kind.COMPOSITE, true,
        "Half the sum of the squared differences.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("target", OpInfo.Type.TENSOR, false, null)),
        List.of(), Map.of());

        private static final OpInfo WEIGHTED_ROWS = new OpInfo("weighted_rows", OpInfo.Kind.COMPOSITE, true,
        "The rows, repeated and summed.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("weight", OpInfo.Type.TENSOR, true, "null"),
                new OpInfo.Parameter("fold", OpInfo.Type.CONSTANT, false, "none", List.of("none", "total")),
                new OpInfo.Parameter("cells", OpInfo.Type.INTEGERS, false, "1")),
        List.of(), Map.of());

        private static final OpInfo EXTENT = new OpInfo("extent", OpInfo.Kind.COMPOSITE, true,
        "One below and one above the sums of the rows.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null)),
        List.of(), Map.of());

        private static final OpInfo SCALED_MM = new OpInfo("scaled_mm", OpInfo.Kind.NATIVE, true,
        "The product of two matrices, scaled, and the norms of its rows.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("weight", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("bias", OpInfo.Type.TENSOR, true, "null"),
                new OpInfo.Parameter("scale", OpInfo.Type.REAL, false, "1")),
        List.of(), Map.of());

        private static final OpInfo TRANSPOSE = new OpInfo("transpose", OpInfo.Kind.VIEW, true,
        "Swaps two dimensions.",
        List.of(new OpInfo.Parameter("input", OpInfo.Type.TENSOR, false, null),
                new OpInfo.Parameter("dim0", OpInfo.Type.INTEGER, false, null),
                new OpInfo.Parameter("dim1", OpInfo.Type.INTEGER, false, null)),
        List.of(), Map.of());

        private static final OpInfo CAT = new OpInfo("cat", OpInfo.Kind.NATIVE, true,
        "Joins tensors along one dimension.",
        List.of(new OpInfo.Parameter("tensors", OpInfo.Type.TENSORS, false, null),
                new OpInfo.Parameter("dim", OpInfo.Type.INTEGER, false, "0")),
        List.of(), Map.of());

        static final List<String> NAMES = List.of("leaky_relu", "gelu", "blend", "sum",
                "half_square", "weighted_rows", "extent", "scaled_mm", "transpose", "cat");

        static List<OpInfo> ops() {
            return List.of(LEAKY_RELU, GELU, BLEND, SUM, HALF_SQUARE, WEIGHTED_ROWS, EXTENT,
                    SCALED_MM, TRANSPOSE, CAT);
        }

        static @Nullable List<Tensor> call(CatalogCall call) {
            return switch (call.name()) {
                case "leaky_relu" -> leakyRelu(call);
                case "gelu" -> gelu(call);
                case "blend" -> blend(call);
                case "sum" -> sum(call);
                case "half_square" -> halfSquare(call);
                case "weighted_rows" -> weightedRows(call);
                case "extent" -> extent(call);
                case "scaled_mm" -> scaledMm(call);
                case "transpose" -> transpose(call);
                case "cat" -> cat(call);
                default -> null;
            };
        }

        private static @Nullable List<Tensor> leakyRelu(CatalogCall call) {
            if (call.fits(LEAKY_RELU)) {
                return List.of(SampleOps.leakyRelu(call.tensor("input"),
                        call.number("negative_slope", 0.01)));
            }
            return null;
        }

        private static @Nullable List<Tensor> gelu(CatalogCall call) {
            if (call.fits(GELU)) {
                return List.of(SampleOps.gelu(call.tensor("input"),
                        call.constant("approximate", Gelu.Approximate.NONE)));
            }
            return null;
        }

        private static @Nullable List<Tensor> blend(CatalogCall call) {
            if (call.fits(BLEND)) {
                return List.of(SampleOps.blend(call.tensor("input"), call.tensor("other")));
            }
            return null;
        }

        private static @Nullable List<Tensor> sum(CatalogCall call) {
            if (call.fits(SUM)) {
                return List.of(SampleOps.sum(call.tensor("input"), call.integersOrNull("dim"),
                        call.flag("keepdim", false)));
            }
            return null;
        }

        private static @Nullable List<Tensor> halfSquare(CatalogCall call) {
            if (call.fits(HALF_SQUARE)) {
                return List.of(SampleOps.halfSquare(call.tensor("input"), call.tensor("target")));
            }
            return null;
        }

        private static @Nullable List<Tensor> weightedRows(CatalogCall call) {
            if (call.fits(WEIGHTED_ROWS)) {
                return List.of(SampleOps.weightedRows(call.tensor("input"),
                        call.tensorOrNull("weight"), call.constant("fold", Fold.NONE),
                        call.integers("cells", new long[] {1})));
            }
            return null;
        }

        private static @Nullable List<Tensor> extent(CatalogCall call) {
            if (call.fits(EXTENT)) {
                return SampleOps.extent(call.tensor("input")).tensors();
            }
            return null;
        }

        private static @Nullable List<Tensor> scaledMm(CatalogCall call) {
            if (call.fits(SCALED_MM)) {
                return SampleOps.scaledMm(call.tensor("input"), call.tensor("weight"),
                        call.tensorOrNull("bias"), call.real("scale", 1.0)).tensors();
            }
            return null;
        }

        private static @Nullable List<Tensor> transpose(CatalogCall call) {
            if (call.fits(TRANSPOSE)) {
                return List.of(SampleOps.transpose(call.tensor("input"), call.integer("dim0"),
                        call.integer("dim1")));
            }
            return null;
        }

        private static @Nullable List<Tensor> cat(CatalogCall call) {
            if (call.fits(CAT)) {
                return List.of(SampleOps.cat(call.tensors("tensors"), call.integer("dim", 0)));
            }
            return null;
        }
    }
}
