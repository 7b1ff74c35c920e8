package dev.tenon.gpu.kernels.conv;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;

/**
 * Convolutions by matrix products over columns: piece by piece, so that the columns stay in the cache and no memory of their whole size is
 * needed. A piece is some whole images, or some output rows of one image where already these are large.
 *
 * <p>Columns are {@code [groups, depth, positions]}. The images of a piece are products of their own where each has positions enough;
 * otherwise the piece is one product, for which its output images are copied to or from one matrix with a row for each channel.
 */
final class ConvProducts {
    /** Bytes of columns at a time. */
    private static final long COLUMNS = 24L << 20;
    /** Output positions of an image that a product is worth its while for. */
    private static final long POSITIONS = 128;
    /** The side of the square of its result that a block of a matrix product computes, about. */
    private static final long TILE = 64;

    private final GpuCall call;
    private final Convolution g;
    private final DType dtype;
    private final long x;
    private final long w;
    private final long y;
    private final int images;
    private final int rows;
    private final boolean byImage;
    private final long columns;
    private final long matrix;

    /** For a convolution of x with w to y, one or two of which are written. */
    ConvProducts(GpuCall call, Convolution g, UncheckedOperand x, UncheckedOperand w, UncheckedOperand y) {
        this.call = call;
        this.g = g;
        this.dtype = x.dtype();
        this.x = x.address();
        this.w = w.address();
        this.y = y.address();
        long rowBytes = (long) g.channels() * g.taps() * g.outWidth() * dtype.bytes();
        long most = Math.max(1, COLUMNS / rowBytes);
        this.images = Convolution.piece(g.batch(), most / g.outHeight());
        this.rows = (int) Math.min(most, g.outHeight());
        this.byImage = images == 1 || g.groups() == 1 && g.outPlane() >= POSITIONS;
        this.columns = call.temporary(rowBytes * rows * images);
        this.matrix = byImage ? 0 : call.temporary(images * g.outImage() * dtype.bytes());
    }

    /** Some output rows of some images, and where their input and output begin. */
    private record Piece(Convolution g, long x, long y) {
        /** Output positions of one image of the piece, and of all. */
        long positions() {
            return g.outPlane();
        }

        long allPositions() {
            return g.batch() * g.outPlane();
        }
    }

    /** A matrix of a product: elements from one row to the next, and from one matrix to the next. */
    private record Factor(long address, long pitch, long apart) {}

    @FunctionalInterface
    private interface Body {
        void run(Piece piece);
    }

    private void each(Body body) {
        for (int image = 0; image < g.batch(); image += images) {
            for (int row = 0; row < g.outHeight(); row += rows) {
                var part = g.part(Math.min(images, g.batch() - image), row, Math.min(rows, g.outHeight() - row));
                body.run(new Piece(part, x + image * g.image() * dtype.bytes(),
                    y + (image * g.outImage() + (long) row * g.outWidth()) * dtype.bytes()));
            }
        }
    }

    // ---- the convolution and its two gradients ----------------------------------------------------------------------------------

    /** Writes y; {@code bias} is 0 where there is none. */
    void forward(long bias) {
        each(piece -> {
            columns(piece, byImage);
            gemm(false, false, new Sizes(g.groupOutChannels(), pitch(piece, byImage), g.depth()), weights(), columnsOf(piece),
                output(piece),
                products(piece), 0);
            if (!byImage) {
                launch("conv_images_first").pointer(matrix).pointer(bias).pointer(piece.y).i32(piece.g.batch()).i64(g.outChannels())
                    .i64(piece.positions()).over(g.outChannels() * piece.allPositions());
            }
        });
        if (byImage) {
            bias(call, g, dtype, bias, y);
        }
    }

    /** Queues adding the bias, if there is one, to all output images. */
    static void bias(GpuCall call, Convolution g, DType dtype, long bias, long y) {
        long n = g.batch() * g.outImage();
        if (bias != 0) {
            call.launch("conv/conv", "conv_bias", dtype).pointer(y).pointer(bias).i64(n).i64(g.outChannels()).i64(g.outPlane()).over(n);
        }
    }

    /** Writes x, the gradient of the input. */
    void input() {
        boolean adds = rows < g.outHeight();
        if (adds) {
            call.driver().fill(x, 0, g.batch() * g.image() * dtype.bytes());
        }
        each(piece -> {
            if (!byImage) {
                channelsFirst(piece, matrix);
            }
            gemm(true, false, new Sizes(g.depth(), pitch(piece, byImage), g.groupOutChannels()), weights(), output(piece), columnsOf(piece),
                products(piece), 0);
            var launch = launch("conv_images").pointer(columns).pointer(piece.x);
            piece.g.write(launch);
            launch.i32(piece.g.batch()).i64(pitch(piece, byImage)).i64(distance(piece, byImage)).flag(adds)
                .over(piece.g.batch() * g.image());
        });
    }

    /** Writes w, the gradient of the weight: images are products of their own, added up, where one would not keep the device busy. */
    void weight() {
        long tiles = g.groups() * Math.ceilDiv(g.groupOutChannels(), TILE) * Math.ceilDiv(g.depth(), TILE);
        boolean apart = byImage && images > 1 && tiles < call.driver().multiprocessors();
        long all = apart ? call.temporary(images * g.groupWeight() * dtype.bytes()) : 0;
        long turned = apart || images == 1 ? 0 : matrix != 0 ? matrix : call.temporary(images * g.outImage() * dtype.bytes());
        var adds = new boolean[1];
        each(piece -> {
            columns(piece, apart || images == 1);
            if (apart) {
                gemm(false, true, new Sizes(g.outChannels(), g.depth(), piece.positions()), byImageOutput(piece),
                    new Factor(columns, piece.positions(), g.depth() * piece.positions()), new Factor(all, g.depth(), g.groupWeight()),
                    piece.g.batch(), 0);
                launch("conv_weight_total").pointer(all).pointer(w).i64(g.groupWeight()).i32(piece.g.batch()).flag(adds[0])
                    .over(g.groupWeight());
            } else {
                weightProduct(piece, turned, adds[0] ? 1 : 0);
            }
            adds[0] = true;
        });
    }

    private void weightProduct(Piece piece, long turned, double beta) {
        long n = piece.allPositions();
        if (turned != 0) {
            channelsFirst(piece, turned);
        }
        var grad = turned == 0 ? byImageOutput(piece) : new Factor(turned, n, g.groupOutChannels() * n);
        gemm(false, true, new Sizes(g.groupOutChannels(), g.depth(), n), grad, new Factor(columns, n, g.depth() * n),
            new Factor(w, g.depth(), g.groupWeight()), g.groups(), beta);
    }

    // ---- columns, matrices and products --------------------------------------------------------------------------------------------

    private void columns(Piece piece, boolean imagesApart) {
        var launch = launch("conv_columns").pointer(piece.x).pointer(columns);
        piece.g.write(launch);
        launch.i32(piece.g.batch()).i64(pitch(piece, imagesApart)).i64(distance(piece, imagesApart))
            .over(g.channels() * piece.allPositions());
    }

    /** Elements from one row of columns to the next. */
    private static long pitch(Piece piece, boolean imagesApart) {
        return imagesApart ? piece.positions() : piece.allPositions();
    }

    /** Elements from the columns of one image to those of the next. */
    private long distance(Piece piece, boolean imagesApart) {
        return imagesApart ? g.groups() * g.depth() * piece.positions() : piece.positions();
    }

    private void channelsFirst(Piece piece, long to) {
        launch("conv_channels_first").pointer(piece.y).pointer(to).i32(piece.g.batch()).i64(g.outChannels()).i64(piece.positions())
            .over(g.outChannels() * piece.allPositions());
    }

    /** Rows and columns of a result, and the size that is summed over. */
    private record Sizes(long m, long n, long k) {}

    /** How many products a piece is: one for each image, or for each group. */
    private long products(Piece piece) {
        return byImage && g.groups() == 1 ? piece.g.batch() : g.groups();
    }

    private Factor weights() {
        return new Factor(w, g.depth(), g.groups() == 1 ? 0 : g.groupWeight());
    }

    private Factor columnsOf(Piece piece) {
        long pitch = pitch(piece, byImage);
        return new Factor(columns, pitch, g.depth() * pitch);
    }

    /** The output of a piece, as products have it. */
    private Factor output(Piece piece) {
        return byImage ? byImageOutput(piece) : new Factor(matrix, piece.allPositions(), g.groupOutChannels() * piece.allPositions());
    }

    private Factor byImageOutput(Piece piece) {
        return new Factor(piece.y, g.outPlane(), g.groups() == 1 ? g.outImage() : g.groupOutChannels() * g.outPlane());
    }

    private void gemm(boolean transposeA, boolean transposeB, Sizes sizes, Factor a, Factor b, Factor c, long batch, double beta) {
        call.gemm(new Gemm(dtype, transposeA, transposeB, sizes.m, sizes.n, sizes.k, 1, a.address, a.pitch, a.apart, b.address, b.pitch,
            b.apart, beta, c.address, c.pitch, c.apart, batch));
    }

    private Launch launch(String kernel) {
        return call.launch("conv/conv", kernel, dtype);
    }
}
