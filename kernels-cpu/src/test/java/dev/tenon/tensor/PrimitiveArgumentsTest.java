package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;

import dev.tenon.ops.BagMode;
import dev.tenon.ops.InterpolateMode;
import dev.tenon.ops.QuantileInterpolation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Primitive numbers and truth values and boxed ones mean the same, in every mixture: that this compiles is half of the test. */
class PrimitiveArgumentsTest {
    private static final Tensor TABLE = tensor(new double[][] {{1, 2}, {3, 5}});
    private static final Long ONE = 1L;
    private static final Double HALF = 0.5;

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aQuantileTakesADimensionOfEachInteger(int number) {
        long dim = number;
        var middles = List.of(TABLE.quantile(0.5, dim), TABLE.quantile(0.5, number), TABLE.quantile(0.5, Long.valueOf(dim)),
            TABLE.quantile(HALF, dim), TABLE.quantile(HALF, number), TABLE.quantile(HALF, ONE), TABLE.quantile(0.5f, dim),
            quantile(TABLE, 0.5, dim), TABLE.nanquantile(0.5, dim), TABLE.nanquantile(HALF, dim), nanquantile(TABLE, 0.5, ONE),
            TABLE.quantile(tensor(0.5), dim), TABLE.quantile(tensor(0.5), ONE));
        middles.forEach(middle -> elements(middle, 1.5, 4));
    }

    @Test
    void aQuantileTakesAnInteger() {
        elements(TABLE.quantile(1, 0L), 3, 5);
        elements(TABLE.quantile(1L, 0), 3, 5);
        elements(TABLE.quantile(0, 0L, true), 1, 2);
        elements(TABLE.nanquantile(0, 0L, true, QuantileInterpolation.LOWER), 1, 2);
        elements(TABLE.quantile(0.5, null, true), 2.5);
        elements(TABLE.quantile(HALF, null, true), 2.5);
        elements(TABLE.nanquantile(1L, null), 5);
    }

    @Test
    void anEmbeddingTakesAPaddingBesideALargestNorm() {
        var second = tensor(new long[] {1});
        var weight = tensor(new double[][] {{1, 2}, {30, 40}});
        elements(embedding(second, weight.clone(), 0L, 25, 2), 15, 20);
        elements(embedding(second, weight.clone(), 0, 25L, 2), 15, 20);
        elements(embedding(second, weight.clone(), 0L, 25.0, 2, false), 15, 20);
        elements(embedding(second, weight.clone(), ONE, 25.0), 15, 20);
        elements(embedding(second, weight.clone(), null, 25), 15, 20);
        elements(embedding(second, weight.clone(), 0L, null), 30, 40);
    }

    @Test
    void aBagTakesAPaddingBesideALargestNorm() {
        var both = tensor(new long[] {0, 1});
        var first = tensor(new long[] {0});
        var weight = tensor(new double[][] {{1, 2}, {30, 40}});
        elements(embeddingBag(both, weight.clone(), first, BagMode.SUM, null, false, 0L, 25), 15, 20);
        elements(embeddingBag(both, weight.clone(), first, BagMode.SUM, null, false, 0, 25.0, 2), 15, 20);
        elements(embeddingBag(both, weight.clone(), first, BagMode.SUM, null, false, ONE, 25L, 2, false), 1, 2);
        elements(embeddingBag(both, weight.clone(), first, BagMode.SUM, null, false, null, 25), 16, 22);
    }

    @Test
    void anInterpolationTakesAScaleBesideTruthValues() {
        var signal = tensor(new double[] {0, 3}).reshape(1, 1, 2);
        elements(signal.interpolate(null, 2.0, InterpolateMode.LINEAR, true), 0, 1, 2, 3);
        elements(signal.interpolate(null, 2, InterpolateMode.LINEAR, true, true), 0, 1, 2, 3);
        elements(signal.interpolate(null, 2.0, InterpolateMode.LINEAR, Boolean.TRUE, false), 0, 1, 2, 3);
        elements(signal.interpolate(null, Double.valueOf(2), InterpolateMode.LINEAR, true, null), 0, 1, 2, 3);
        elements(interpolate(signal, new long[] {4}, null, InterpolateMode.LINEAR, true), 0, 1, 2, 3);
        elements(interpolate(signal, null, 2.0, InterpolateMode.LINEAR, null, true, false), 0, 0.75, 2.25, 3);
    }
}
