package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.DType;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.spi.Convolution;

/**
 * Convolutions of 3 x 3 taps by Winograd's minimal filtering: tiles of inputs and taps are transformed, multiplied by one matrix product for
 * each of 16 elements, and transformed back. That is 4/9 of the multiplications, and 4 values for each input where columns have 9. The
 * images go through in pieces, whose transformed tiles stay in the cache.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin and Gray (2016)</a>
 */
final class Winograd {
    /** Elements of a transformed tile. */
    private static final int ELEMENTS = 16;
    /** Bytes of transformed tiles at a time, and what one image may need. */
    private static final long BYTES = 24L << 20;
    private static final long MOST_BYTES = 256L << 20;
    /** Channels on both sides that are worth the transforms. */
    private static final int THICK = 16;
    /** Tiles of a batch that fill a matrix product. */
    private static final long LEAST_TILES = 64;
    /** The side of the square of its result that a block of a matrix product computes, about. */
    private static final long BLOCK = 64;

    private final GpuCall call;
    private final DType dtype;
    private final int batch;
    /** Channels of what is read in tiles of 4 x 4, and of what is in tiles of 2 x 2. */
    private final Side wide;
    private final Side narrow;
    private final int down;
    private final int across;
    private final int images;

    /** The planes on one side of a convolution; only wide ones are padded. */
    private record Side(int channels, int height, int width, int padY, int padX) {
        long bytes(DType dtype) {
            return (long) channels * height * width * dtype.bytes();
        }
    }

    private Winograd(GpuCall call, DType dtype, int batch, Side wide, Side narrow) {
        this.call = call;
        this.dtype = dtype;
        this.batch = batch;
        this.wide = wide;
        this.narrow = narrow;
        this.down = Math.ceilDiv(narrow.height, 2);
        this.across = Math.ceilDiv(narrow.width, 2);
        this.images = ConvPlan.piece(batch, BYTES / imageBytes(wide.channels + (long) narrow.channels, down, across, dtype));
    }

    private static long imageBytes(long channels, long down, long across, DType dtype) {
        return ELEMENTS * channels * down * across * dtype.bytes();
    }

    /** Whether a convolution and its gradients can be computed so, and gain by it. Halves are not precise enough for it. */
    static boolean suits(Convolution g, DType dtype) {
        boolean plain = g.kernelHeight() == 3 && g.kernelWidth() == 3 && g.strideY() == 1 && g.strideX() == 1 && g.dilationY() == 1
            && g.dilationX() == 1 && g.groups() == 1 && g.padY() <= 2 && g.padX() <= 2;
        long down = Math.ceilDiv(Math.max(g.height(), g.outHeight()), 2);
        long across = Math.ceilDiv(Math.max(g.width(), g.outWidth()), 2);
        return plain && dtype.isFloating() && dtype.bytes() >= 4 && g.channels() >= THICK && g.outChannels() >= THICK
            && g.batch() * down * across >= LEAST_TILES
            && imageBytes((long) g.channels() + g.outChannels(), down, across, dtype) <= MOST_BYTES;
    }

    /** For the convolution and the gradient of its weight. */
    static Winograd of(GpuCall call, Convolution g, DType dtype) {
        return new Winograd(call, dtype, g.batch(), new Side(g.channels(), g.height(), g.width(), g.padY(), g.padX()),
            new Side(g.outChannels(), g.outHeight(), g.outWidth(), 0, 0));
    }

    /** For the gradient of the input, which is the convolution of the output's gradient with the taps in reverse. */
    static Winograd ofInput(GpuCall call, Convolution g, DType dtype) {
        return new Winograd(call, dtype, g.batch(), new Side(g.outChannels(), g.outHeight(), g.outWidth(), 2 - g.padY(), 2 - g.padX()),
            new Side(g.channels(), g.height(), g.width(), 0, 0));
    }

    /** Queues writing y; {@code bias} is 0 where there is none. */
    void forward(long x, long w, long bias, long y) {
        convolve(x, w, bias, y, false);
    }

    /** Queues writing gx. */
    void input(long grad, long w, long gx) {
        convolve(grad, w, 0, gx, true);
    }

    private void convolve(long from, long w, long bias, long to, boolean turned) {
        long k = wide.channels;
        long m = narrow.channels;
        long taps = call.temporary(ELEMENTS * k * m * dtype.bytes());
        launch("winograd_taps").pointer(w).pointer(taps).i32((int) (turned ? k : m)).i32((int) (turned ? m : k)).flag(turned).over(k * m);
        long inputs = call.temporary(tiles(wide, images, images) * dtype.bytes());
        long outputs = call.temporary(tiles(narrow, images, images) * dtype.bytes());
        for (int first = 0; first < batch; first += images) {
            int count = Math.min(images, batch - first);
            long n = (long) count * down * across;
            run(launch("winograd_inputs").pointer(from + first * wide.bytes(dtype)).pointer(inputs), wide, count, count);
            call.gemm(new Gemm(dtype, false, false, m, n, k, 1, taps, k, m * k, inputs, n, k * n, 0, outputs, n, m * n, ELEMENTS));
            run(launch("winograd_outputs").pointer(outputs).pointer(bias).pointer(to + first * narrow.bytes(dtype)), narrow, count, count);
        }
    }

    /** Queues writing gw. Images are summed up in groups, so that there are products enough to keep the device busy. */
    void weight(long x, long grad, long gw) {
        long k = wide.channels;
        long m = narrow.channels;
        long blocks = ELEMENTS * Math.ceilDiv(k, BLOCK) * Math.ceilDiv(m, BLOCK);
        int wanted = (int) Math.clamp(2L * call.driver().multiprocessors() / blocks, 1, images);
        int each = Math.ceilDiv(images, wanted);
        int groups = Math.ceilDiv(images, each);
        long n = (long) each * down * across;
        long inputs = call.temporary(tiles(wide, images, each) * dtype.bytes());
        long gradients = call.temporary(tiles(narrow, images, each) * dtype.bytes());
        long sums = call.temporary(groups * ELEMENTS * k * m * dtype.bytes());
        for (int first = 0; first < batch; first += images) {
            int count = Math.min(images, batch - first);
            run(launch("winograd_inputs").pointer(x + first * wide.bytes(dtype)).pointer(inputs), wide, count, each);
            run(launch("winograd_gradients").pointer(grad + first * narrow.bytes(dtype)).pointer(gradients), narrow, count, each);
            call.gemm(new Gemm(dtype, false, true, m, k, n, 1, gradients, n, m * n, inputs, n, k * n, first == 0 ? 0 : 1, sums, k, m * k,
                (long) ELEMENTS * Math.ceilDiv(count, each)));
        }
        launch("winograd_taps_total").pointer(sums).pointer(gw).i64(k * m).i32(groups).over(k * m);
    }

    /** Elements of the transformed tiles of so many images in groups, the last of which is filled up. */
    private long tiles(Side side, int count, int each) {
        return (long) ELEMENTS * side.channels * Math.ceilDiv(count, each) * each * down * across;
    }

    private void run(Launch launch, Side side, int count, int each) {
        var planes = new Planes(count, side.channels, side.height, side.width, side.padY, side.padX, down, across, each);
        PlanesStruct.write(planes, launch.arguments().struct(PlanesStruct.BYTES));
        launch.over(tiles(side, count, each) / ELEMENTS);
    }

    private Launch launch(String kernel) {
        return call.launch("conv/winograd", kernel, dtype);
    }
}
