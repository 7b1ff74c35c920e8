package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.Convolution;

/** Convolution of integers by its definition; sums wrap. */
final class IntegerConv {
    private IntegerConv() {}

    static void run(Convolution g, long x, long w, long bias, long y) {
        Workers.run((long) g.batch() * g.outChannels(), 1, (from, until) -> {
            for (long plane = from; plane < until; plane++) {
                plane(g, x, w, bias, plane, y + plane * g.outPlane() * Long.BYTES);
            }
        });
    }

    private static void plane(Convolution g, long x, long w, long bias, long plane, long y) {
        long image = plane / g.outChannels();
        int o = (int) (plane % g.outChannels());
        long firstChannel = image * g.channels() + (long) (o / g.groupOutChannels()) * g.groupChannels();
        long inputs = x + firstChannel * g.plane() * Long.BYTES;
        long weights = w + (long) o * g.depth() * Long.BYTES;
        for (int oy = 0; oy < g.outHeight(); oy++) {
            for (int ox = 0; ox < g.outWidth(); ox++) {
                long sum = bias == 0 ? 0 : UncheckedAccess.i64(bias, o);
                UncheckedAccess.i64(y, (long) oy * g.outWidth() + ox,
                    sum + at(g, inputs, weights, oy * g.strideY() - g.padY(), ox * g.strideX() - g.padX()));
            }
        }
    }

    private static long at(Convolution g, long inputs, long weights, int top, int left) {
        long sum = 0;
        for (int k = 0; k < g.depth(); k++) {
            int c = k / g.taps();
            int i = top + k % g.taps() / g.kernelWidth() * g.dilationY();
            int j = left + k % g.kernelWidth() * g.dilationX();
            if (i >= 0 && i < g.height() && j >= 0 && j < g.width()) {
                sum += UncheckedAccess.i64(inputs, c * g.plane() + (long) i * g.width() + j) * UncheckedAccess.i64(weights, k);
            }
        }
        return sum;
    }
}
