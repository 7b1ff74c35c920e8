package dev.tenon.cpu.kernels.pool;

import dev.tenon.spi.PoolWindow;
import org.jspecify.annotations.Nullable;

/** Average pooling with PyTorch's divisor: the window as far as the padding goes, only its part inside, or a given number. */
record AveragePooling(PoolWindow window, boolean countsPadding, @Nullable Long divisor) implements PlaneAverage {
    @Override
    public int top(int oy) {
        return Math.max(0, window.top(oy));
    }

    @Override
    public int bottom(int oy) {
        return Math.min(window.height(), window.top(oy) + window.kernelY());
    }

    @Override
    public int left(int ox) {
        return Math.max(0, window.left(ox));
    }

    @Override
    public int right(int ox) {
        return Math.min(window.width(), window.left(ox) + window.kernelX());
    }

    @Override
    public long divisor(int oy, int ox) {
        if (divisor != null) {
            return divisor;
        }
        if (!countsPadding) {
            return (long) (bottom(oy) - top(oy)) * (right(ox) - left(ox));
        }
        int y = window.top(oy);
        int x = window.left(ox);
        int rows = Math.min(y + window.kernelY(), window.height() + window.padY()) - y;
        return (long) rows * (Math.min(x + window.kernelX(), window.width() + window.padX()) - x);
    }
}
