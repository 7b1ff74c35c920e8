package dev.tenon.cpu.kernels.norm;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.layout.Restrided;

/**
 * How the elements of one channel lie in a contiguous {@code [batch, channels, ...]} operand: {@code runs} runs of {@code length} elements.
 * Where runs would be short, kernels work on a copy with the channel first, and each channel is one run.
 */
record Channels(long count, long runs, long length, long runStride, long channelStride, boolean channelFirst) {
    /** Shorter runs are copied together. */
    private static final long SHORT = 32;

    static Channels of(UncheckedOperand input) {
        var sizes = input.sizes();
        long batch = sizes[0];
        long channels = sizes[1];
        long plane = 1;
        for (int d = 2; d < sizes.length; d++) {
            plane *= sizes[d];
        }
        return plane >= SHORT ? new Channels(channels, batch, plane, channels * plane, plane, false)
            : new Channels(channels, 1, batch * plane, 0, batch * plane, true);
    }

    /** Elements of a channel. */
    long size() {
        return runs * length;
    }

    /** The operand in the order that the offsets here are for. */
    UncheckedOperand order(UncheckedOperand operand) {
        return channelFirst ? Restrided.first(operand, 1) : operand;
    }

    /** The offset in elements of a channel's run. */
    long offset(long channel, long run) {
        return channel * channelStride + run * runStride;
    }
}
