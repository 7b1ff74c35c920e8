package dev.tenon.gpu.kernels.pool;

import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import org.jspecify.annotations.Nullable;

/**
 * Queues a pooling.
 *
 * @param isAdaptive whether windows divide a plane into a number of parts, whatever their sizes are
 */
record Pooling(Window window, boolean isAdaptive) {
    private static final Ints ONE = Ints.of(1);
    private static final Ints NONE = Ints.of(0);
    /** Elements of a window that a warp shares. */
    private static final long LARGE = 64;
    private static final int WARPS = 8;
    private static final int BLOCKS = 16;

    /** How sums of windows are divided, by the order in {@code pool.cu}. */
    enum By {
        NUMBER, PART, WINDOW
    }

    /** From the operands before and after pooling; a stride that is null or empty is the kernel's size. */
    static Pooling of(UncheckedOperand whole, UncheckedOperand pooled, Ints kernel, @Nullable Ints stride, Ints padding, Ints dilation) {
        return of(whole, pooled, kernel, stride == null || stride.size() == 0 ? kernel : stride, padding, dilation, false);
    }

    /** Windows that divide a plane into a given number of parts, as equal as can be. */
    static Pooling adaptive(UncheckedOperand whole, UncheckedOperand pooled) {
        return of(whole, pooled, ONE, ONE, NONE, ONE, true);
    }

    private static Pooling of(UncheckedOperand whole, UncheckedOperand pooled, Ints kernel, Ints stride, Ints padding, Ints dilation,
        boolean isAdaptive) {
        return new Pooling(
            new Window(size(whole, 2), size(whole, 1), size(pooled, 2), size(pooled, 1), at(kernel, 0), at(kernel, 1), at(stride, 0),
                at(stride, 1), at(padding, 0), at(padding, 1), at(dilation, 0), at(dilation, 1)),
            isAdaptive);
    }

    private static int at(Ints values, int d) {
        return Math.toIntExact(values.at(d));
    }

    /** The size of a dimension counted from the end. */
    private static int size(UncheckedOperand operand, int fromEnd) {
        return Math.toIntExact(operand.sizes()[operand.rank() - fromEnd]);
    }

    private void write(Launch launch) {
        WindowStruct.write(window, launch.arguments().struct(WindowStruct.BYTES));
    }

    /** Queues the maxima of the windows and their places. */
    void maxima(GpuCall call, UncheckedOperand whole, UncheckedOperand values, UncheckedOperand indices) {
        long n = values.numel();
        if (n == 0) {
            return;
        }
        var input = call.dense(whole);
        var launch = call.launch("pool/pool", isAdaptive ? "adaptive_max_pool" : "max_pool", input.dtype()).in(input).in(values)
            .in(indices).i64(n);
        write(launch);
        launch.over(n);
    }

    /** Queues the means of the windows, or their gradient's way back to these. */
    void means(GpuCall call, UncheckedOperand from, UncheckedOperand to, boolean backward, By by, long number) {
        long n = to.numel();
        if (n == 0) {
            return;
        }
        var input = call.dense(from, to.dtype());
        long taps = isAdaptive ? window.plane() / Math.max(1, window.outPlane()) : window.taps();
        boolean isLarge = !backward && taps >= LARGE;
        var kernel = backward ? "avg_pool_backward" : isLarge ? "avg_pool_warp" : "avg_pool";
        var launch = call.launch("pool/pool", kernel, input.dtype()).in(input).in(to).i64(n);
        write(launch);
        launch.flag(isAdaptive).i32(by.ordinal()).i64(number);
        if (isLarge) {
            long most = (long) call.driver().multiprocessors() * BLOCKS;
            launch.grid(Dim.of((int) Math.min(Math.ceilDiv(n, (long) WARPS), most)), Dim.of(32 * WARPS), 0);
        } else {
            launch.over(n);
        }
    }

    /** How PyTorch divides the sums of windows of one size. */
    static By by(boolean countIncludePad, @Nullable Long divisorOverride) {
        return divisorOverride != null ? By.NUMBER : countIncludePad ? By.WINDOW : By.PART;
    }
}
