package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.Convolution;

/** The gradient of a convolution for its input, in integers, by its definition; sums wrap. */
final class IntegerConvInput {
    private IntegerConvInput() {}

    static void run(Convolution g, long grad, long w, long gx) {
        long part = (long) g.groupChannels() * g.plane() * Long.BYTES;
        Workers.run((long) g.batch() * g.groups(), 1, (from, until) -> {
            UncheckedAccess.fill(gx + from * part, (until - from) * part, (byte) 0);
            for (long i = from; i < until; i++) {
                long group = i % g.groups();
                for (int o = 0; o < g.groupOutChannels(); o++) {
                    long channel = group * g.groupOutChannels() + o;
                    long plane = grad + (i / g.groups() * g.outChannels() + channel) * g.outPlane() * Long.BYTES;
                    plane(g, plane, w + channel * g.depth() * Long.BYTES, gx + i * part);
                }
            }
        });
    }

    private static void plane(Convolution g, long grad, long weights, long gx) {
        for (int oy = 0; oy < g.outHeight(); oy++) {
            for (int ox = 0; ox < g.outWidth(); ox++) {
                long value = UncheckedAccess.i64(grad, (long) oy * g.outWidth() + ox);
                spread(g, value, weights, oy * g.strideY() - g.padY(), ox * g.strideX() - g.padX(), gx);
            }
        }
    }

    private static void spread(Convolution g, long value, long weights, int top, int left, long gx) {
        for (int k = 0; k < g.depth(); k++) {
            int i = top + k % g.taps() / g.kernelWidth() * g.dilationY();
            int j = left + k % g.kernelWidth() * g.dilationX();
            if (i >= 0 && i < g.height() && j >= 0 && j < g.width()) {
                long at = k / g.taps() * g.plane() + (long) i * g.width() + j;
                UncheckedAccess.i64(gx, at, UncheckedAccess.i64(gx, at) + value * UncheckedAccess.i64(weights, k));
            }
        }
    }
}
