package dev.tenon.cpu.kernels.pool;

import dev.tenon.core.UncheckedOperand;

/**
 * Windows that divide a plane into a given number of parts, as equal as can be: {@code [floor(i * in / out), ceil((i + 1) * in / out))}.
 */
record AdaptiveAveraging(int height, int width, int outHeight, int outWidth) implements PlaneAverage {
    static AdaptiveAveraging of(UncheckedOperand whole, UncheckedOperand pooled) {
        return new AdaptiveAveraging(PoolWindow.size(whole, 2), PoolWindow.size(whole, 1), PoolWindow.size(pooled, 2),
            PoolWindow.size(pooled, 1));
    }

    @Override
    public int top(int oy) {
        return (int) ((long) oy * height / outHeight);
    }

    @Override
    public int bottom(int oy) {
        return (int) (((oy + 1L) * height + outHeight - 1) / outHeight);
    }

    @Override
    public int left(int ox) {
        return (int) ((long) ox * width / outWidth);
    }

    @Override
    public int right(int ox) {
        return (int) (((ox + 1L) * width + outWidth - 1) / outWidth);
    }

    @Override
    public long divisor(int oy, int ox) {
        return (long) (bottom(oy) - top(oy)) * (right(ox) - left(ox));
    }
}
