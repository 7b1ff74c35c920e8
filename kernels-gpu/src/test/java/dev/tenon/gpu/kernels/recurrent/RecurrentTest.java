package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.ops.GruLayer;
import dev.tenon.ops.GruLayerBackward;
import dev.tenon.ops.LstmLayer;
import dev.tenon.ops.LstmLayerBackward;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.ops.RnnLayer;
import dev.tenon.ops.RnnLayerBackward;
import dev.tenon.tensor.Dispatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers over sequences of several lengths in both directions, with and without biases and a projection. */
class RecurrentTest extends BothDevices {
    private static final Ints SIZES = Ints.of(3, 3, 2, 1);
    private static final long ALL = 9;
    private static final long BATCH = 3;
    private static final long IN = 4;
    private static final long H = 5;

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void layersAndTheirGradientsAreThoseOfTheCpu(DType dtype) {
        for (boolean reverse : new boolean[] {false, true}) {
            rnn(dtype, reverse, reverse ? Nonlinearity.RELU : Nonlinearity.TANH);
            lstm(dtype, reverse, reverse ? 2 : 0);
            gru(dtype, reverse);
        }
    }

    private static void rnn(DType dtype, boolean reverse, Nonlinearity nonlinearity) {
        var x = random(dtype, 1, ALL, IN);
        var hidden = random(dtype, 2, BATCH, H);
        var ih = random(dtype, 3, H, IN);
        var hh = random(dtype, 4, H, H);
        var bias = reverse ? null : random(dtype, 5, H);
        var forward = new RnnLayer(SIZES, reverse, nonlinearity, ALL);
        same(forward, x, hidden, ih, hh, bias, bias);
        var results = Dispatch.applyMany(forward, null, x, hidden, ih, hh, bias, bias);
        same(new RnnLayerBackward(SIZES, reverse, nonlinearity, ALL), random(dtype, 6, ALL, H), random(dtype, 7, BATCH, H), x, hidden, ih,
            hh,
            results[0]);
    }

    private static void lstm(DType dtype, boolean reverse, long projection) {
        long shown = projection == 0 ? H : projection;
        var x = random(dtype, 1, ALL, IN);
        var hidden = random(dtype, 2, BATCH, shown);
        var cell = random(dtype, 3, BATCH, H);
        var ih = random(dtype, 4, 4 * H, IN);
        var hh = random(dtype, 5, 4 * H, shown);
        var bias = reverse ? null : random(dtype, 6, 4 * H);
        var hr = projection == 0 ? null : random(dtype, 7, shown, H);
        same(new LstmLayer(SIZES, reverse, 0, 0), x, hidden, cell, ih, hh, bias, bias, hr);
        var forward = new LstmLayer(SIZES, reverse, ALL, 0);
        same(forward, x, hidden, cell, ih, hh, bias, bias, hr);
        var results = Dispatch.applyMany(forward, null, x, hidden, cell, ih, hh, bias, bias, hr);
        same(new LstmLayerBackward(SIZES, reverse, ALL, projection), random(dtype, 8, ALL, shown), random(dtype, 9, BATCH, shown),
            random(dtype, 10, BATCH, H), x, hidden, cell, ih, hh, hr, results[0], results[3], results[4]);
    }

    private static void gru(DType dtype, boolean reverse) {
        var x = random(dtype, 1, ALL, IN);
        var hidden = random(dtype, 2, BATCH, H);
        var ih = random(dtype, 3, 3 * H, IN);
        var hh = random(dtype, 4, 3 * H, H);
        var biasIh = reverse ? null : random(dtype, 5, 3 * H);
        var biasHh = reverse ? null : random(dtype, 6, 3 * H);
        var forward = new GruLayer(SIZES, reverse, ALL, 0);
        same(forward, x, hidden, ih, hh, biasIh, biasHh);
        var results = Dispatch.applyMany(forward, null, x, hidden, ih, hh, biasIh, biasHh);
        same(new GruLayerBackward(SIZES, reverse, 0), random(dtype, 7, ALL, H), random(dtype, 8, BATCH, H), x, hidden, ih, hh, results[0],
            results[2]);
    }
}
