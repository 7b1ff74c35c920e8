package dev.tenon.gpu.kernels.norm;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Rows;

/**
 * How the channels of {@code [batch, channels, ...]} are folded in two stages: pieces of each channel by blocks, then the pieces.
 *
 * @param plane elements of a channel that lie together
 * @param pack elements of one access: as many as 16 bytes hold, or 1
 * @param pieces of each channel
 */
record Channels(long batch, long channels, long plane, int pack, int pieces) {
    private static final int THREADS = 256;
    private static final int DOWN = 8;
    /** Accesses of each thread that are worth a block, and blocks for each multiprocessor. */
    private static final long WORK = 8;
    private static final long BLOCKS = 8;

    static Channels of(GpuCall call, UncheckedOperand whole, long... addresses) {
        var sizes = whole.sizes();
        long plane = 1;
        for (int d = 2; d < sizes.length; d++) {
            plane *= sizes[d];
        }
        boolean packed = plane > 1 && Rows.arePacked(plane, whole.dtype(), addresses);
        int pack = packed ? 16 / whole.dtype().bytes() : 1;
        long size = sizes[0] * plane / pack;
        long across = plane == 1 ? Math.ceilDiv(sizes[1], 32L) : sizes[1];
        long least = plane == 1 ? DOWN * WORK : THREADS * WORK;
        long wanted = Math.max(1, call.driver().multiprocessors() * BLOCKS / Math.max(1, across));
        return new Channels(sizes[0], sizes[1], plane, pack, (int) Math.clamp(Math.ceilDiv(size, least), 1, wanted));
    }

    /** Elements of a channel. */
    long size() {
        return batch * plane;
    }

    /** A temporary for {@code count} sums of each piece of each channel. */
    UncheckedOperand parts(GpuCall call, DType dtype, int count) {
        return call.region(dtype, pieces, count, channels);
    }

    /** Queues stage one: the kernel is {@code name}, its inputs given by {@code inputs}, its result {@code parts}. */
    void fold(GpuCall call, String name, DType dtype, UncheckedOperand parts, UncheckedOperand... inputs) {
        var launch = launch(call, plane == 1 ? name + "_columns" : packed(name), dtype, inputs).in(parts).i64(channels);
        if (plane == 1) {
            launch.i64(batch).i64(Math.ceilDiv(batch, (long) pieces))
                .grid(Dim.of((int) Math.ceilDiv(channels, 32L), pieces), Dim.of(32, DOWN), 0);
        } else {
            launch.i64(Math.max(1, plane / pack)).i64(size() / pack).i32(pieces)
                .grid(Dim.of(Math.toIntExact(channels * pieces)), Dim.of(THREADS), 0);
        }
    }

    /** The grid of stage two, whose warps take a channel each. */
    void total(Launch launch) {
        launch.grid(Dim.of((int) Math.ceilDiv(channels, (long) DOWN)), Dim.of(THREADS), 0);
    }

    /** Queues a kernel over all elements. */
    void each(GpuCall call, String name, DType dtype, UncheckedOperand... operands) {
        long n = channels * size() / pack;
        if (n > 0) {
            launch(call, packed(name), dtype, operands).i64(n).i64(channels).i64(plane / pack).over(n);
        }
    }

    private String packed(String name) {
        return pack == 1 ? name : name + "_packed";
    }

    private static Launch launch(GpuCall call, String name, DType dtype, UncheckedOperand... operands) {
        var launch = call.launch("norm/batch_norm", name, dtype);
        for (var operand : operands) {
            launch.in(operand);
        }
        return launch;
    }
}
