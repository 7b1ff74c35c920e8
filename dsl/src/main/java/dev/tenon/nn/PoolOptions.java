package dev.tenon.nn;

import dev.tenon.core.Ints;
import org.jspecify.annotations.Nullable;

/**
 * How a pooling window slides. One number stands for every spatial dimension.
 *
 * @param stride steps between windows; null for the window's size
 * @param padding elements added on each side: negative infinity for a maximum, zeros for an average; 0
 * @param dilation steps between a window's elements, for a maximum only; 1
 * @param ceilMode whether a window may reach beyond the end; false
 * @param countIncludePad whether an average counts the zeros of the padding; true
 * @param divisor what an average divides by instead of the window's size; null for that size
 */
public record PoolOptions(@Nullable Ints stride, Ints padding, Ints dilation, boolean ceilMode, boolean countIncludePad,
    @Nullable Long divisor) {
    static final PoolOptions DEFAULT = new PoolOptions(null, Ints.of(0), Ints.of(1), false, true, null);

    public PoolOptions stride(long... steps) {
        return new PoolOptions(Ints.of(steps), padding, dilation, ceilMode, countIncludePad, divisor);
    }

    public PoolOptions padding(long... sides) {
        return new PoolOptions(stride, Ints.of(sides), dilation, ceilMode, countIncludePad, divisor);
    }

    public PoolOptions dilation(long... steps) {
        return new PoolOptions(stride, padding, Ints.of(steps), ceilMode, countIncludePad, divisor);
    }

    public PoolOptions ceilMode(boolean beyondEnd) {
        return new PoolOptions(stride, padding, dilation, beyondEnd, countIncludePad, divisor);
    }

    public PoolOptions countIncludePad(boolean counted) {
        return new PoolOptions(stride, padding, dilation, ceilMode, counted, divisor);
    }

    public PoolOptions divisor(@Nullable Long by) {
        return new PoolOptions(stride, padding, dilation, ceilMode, countIncludePad, by);
    }

    long @Nullable [] strides(String layer) {
        return strides(layer, 2);
    }

    long @Nullable [] strides(String layer, int spatial) {
        return stride == null ? null : Sizes.expand(layer, "stride", stride, spatial);
    }
}
