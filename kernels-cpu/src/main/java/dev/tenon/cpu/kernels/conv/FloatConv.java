package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.Simd;
import dev.tenon.spi.Convolution;

/** Convolution in float32 on {@link ConvTile}: the forward direction and both gradients. */
final class FloatConv {
    /** Arrays are indexed by int; anything this large goes by matrix products. */
    private static final long LARGEST = 1 << 28;

    /** Products below which the code of the tiles would often not even be compiled. */
    private static final long FEW = 1 << 18;

    private FloatConv() {}

    /** Whether tiles are possible and worth it. */
    static boolean pays(Convolution g) {
        return (long) g.batch() * g.outChannels() * g.outPlane() * g.depth() >= FEW && fits(g);
    }

    /** Whether this machine and these sizes allow it. */
    static boolean fits(Convolution g) {
        long reach = (long) (g.kernelHeight() - 1) * g.dilationY() + 1;
        long columns = (long) g.outWidth() * g.strideX() + (long) g.kernelWidth() * g.dilationX() + g.width();
        long channels = Math.max(g.groupChannels(), g.groupOutChannels());
        long packed = g.groups() * (channels + ConvTile.LANES) * channels * g.taps();
        return Simd.ENABLED && ConvTile.fits() && g.taps() > 0 && channels * reach * columns < LARGEST && packed < LARGEST;
    }

    static void forward(Convolution g, long x, long w, long bias, long y) {
        var rows = TapAxis.forward(g.outHeight(), g.kernelHeight(), g.strideY(), g.padY(), g.dilationY());
        var columns = TapAxis.forward(g.outWidth(), g.kernelWidth(), g.strideX(), g.padX(), g.dilationX());
        var pack = ConvPack.forward(w, g, rows, columns);
        new TapConv(inputs(g), outputs(g), g.groups(), rows, columns, pack).run(g.batch(), x, bias, y);
    }

    static void input(Convolution g, long grad, long w, long gx) {
        for (var rows : TapAxis.backward(g.height(), g.kernelHeight(), g.strideY(), g.padY(), g.dilationY())) {
            for (var columns : TapAxis.backward(g.width(), g.kernelWidth(), g.strideX(), g.padX(), g.dilationX())) {
                var pack = ConvPack.backward(w, g, rows, columns);
                new TapConv(outputs(g), inputs(g), g.groups(), rows, columns, pack).run(g.batch(), grad, 0, gx);
            }
        }
    }

    static void weight(Convolution g, long x, long grad, long gw) {
        new TapWeight(g).run(x, grad, gw);
    }

    private static TapConv.Side inputs(Convolution g) {
        return new TapConv.Side(g.groupChannels(), g.height(), g.width());
    }

    private static TapConv.Side outputs(Convolution g) {
        return new TapConv.Side(g.groupOutChannels(), g.outHeight(), g.outWidth());
    }
}
