package dev.tenon.samples.bits;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Every operator of the catalogue that a tensor or two are enough for, and products, convolutions and losses of odd shapes. */
final class BitsOperators {
    private BitsOperators() {}

    /**
     * The calls by name.
     *
     * @param elements of each operand
     */
    static Map<String, Supplier<List<Tensor>>> all(int elements) {
        var all = new TreeMap<String, Supplier<List<Tensor>>>();
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (var name : OpCatalog.names()) {
                if (!name.contains("empty") && !name.endsWith("_")) {
                    catalogue(name, dtype, elements, all);
                }
            }
            shapes(dtype, all);
        }
        return all;
    }

    /** The first of these argument lists that the operator takes. */
    private static void catalogue(String name, DType dtype, int elements, Map<String, Supplier<List<Tensor>>> all) {
        var row = values(1, dtype, elements);
        var other = values(2, dtype, elements);
        var matrix = values(3, dtype, 5, elements / 5);
        var square = values(4, dtype, 2, 7, 7);
        for (var args : List.of(Map.of("input", row), Map.of("input", row, "other", other), Map.of("input", row, "target", other),
            Map.of("input", matrix, "dim", 1L), Map.of("A", square), Map.of("input", square))) {
            try {
                OpCatalog.call(name, args);
                all.put(name + " " + dtype, () -> {
                    manualSeed(1);
                    return OpCatalog.call(name, args);
                });
                return;
            } catch (TenonException e) {
                // It takes other arguments.
            }
        }
    }

    private static void shapes(DType dtype, Map<String, Supplier<List<Tensor>>> all) {
        int[][] products = {{10, 512, 1}, {1, 784, 10}, {5, 3, 7}, {33, 65, 17}, {64, 200, 3}, {100, 100, 100}, {193, 129, 67},
            {7, 31, 500}};
        for (var p : products) {
            var a = values(5, dtype, p[0], p[1]);
            var b = values(6, dtype, p[1], p[2]);
            var bias = values(7, dtype, p[2]);
            var name = Arrays.toString(p) + " " + dtype;
            all.put("matmul " + name, () -> List.of(a.matmul(b)));
            all.put("linear " + name, () -> List.of(Ops.linear(a, b.t(), bias)));
        }
        all.put("bmm " + dtype, () -> List.of(values(8, dtype, 3, 9, 70).matmul(values(9, dtype, 3, 70, 5))));
        for (int channels : new int[] {1, 3, 16}) {
            var input = values(10, dtype, 2, channels, 11, 13);
            var weight = values(11, dtype, 8, channels, 3, 3);
            all.put("conv2d " + channels + " " + dtype, () -> List.of(Ops.conv2d(input, weight, values(15, dtype, 8))));
        }
        var logits = values(12, dtype, 9, 37);
        var classes = Creation.of(new Random(13).longs(9, 0, 37).toArray(), DType.INT64, Device.CPU, 9);
        all.put("cross_entropy " + dtype, () -> List.of(logits.crossEntropy(classes)));
        all.put("layer_norm " + dtype, () -> List.of(logits.layerNorm(new long[] {37}, null, null)));
        all.put("softmax and its like " + dtype,
            () -> List.of(logits.softmax(1), logits.logSoftmax(0), logits.cumsum(1), logits.logsumexp(1)));
        var many = values(14, dtype, 70_001);
        all.put("folds " + dtype,
            () -> List.of(many.sum(), many.mean(), many.var(), many.norm(), many.prod(), many.amax(), many.logsumexp(0)));
    }

    /** Between 0.05 and 0.95, where most functions are defined. */
    private static Tensor values(long seed, DType dtype, long... shape) {
        var values = new Random(seed).doubles(Arrays.stream(shape).reduce(1, (a, b) -> a * b), 0.05, 0.95).toArray();
        return Creation.of(values, dtype, Device.CPU, shape);
    }
}
