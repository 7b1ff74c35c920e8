package dev.tenon.nn;

import dev.tenon.core.Ints;
import dev.tenon.ops.InterpolateMode;
import dev.tenon.tensor.Ops;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The layers that change the size of images: resampling, padding, windows as columns, and channels as places. */
public final class Resizing {
    private Resizing() {}

    /**
     * Resampling, as {@code Ops.interpolate}.
     *
     * @param size of the output; null where the factor is given
     * @param factor between input and output; null where the size is given
     * @param alignCorners whether first and last places of both coincide; null in modes where that has no meaning
     */
    public static Layer upsample(@Nullable Ints size, @Nullable Double factor, InterpolateMode mode, @Nullable Boolean alignCorners) {
        var sizes = size == null ? null : size.toArray();
        var text = "Upsample(" + (size == null ? "" + factor : size.toString()) + ", " + mode.name().toLowerCase(Locale.ROOT) + ")";
        return new Activation(text, x -> Ops.interpolate(x, sizes, factor, mode, alignCorners));
    }

    /** {@code [b, c * r * r, h, w]} to {@code [b, c, h * r, w * r]}. */
    public static Layer pixelShuffle(long r) {
        Sizes.requirePositive("PixelShuffle", "factor", r);
        return new Activation("PixelShuffle(" + r + ")", x -> Ops.pixelShuffle(x, r));
    }

    /** {@code [b, c, h * r, w * r]} to {@code [b, c * r * r, h, w]}. */
    public static Layer pixelUnshuffle(long r) {
        Sizes.requirePositive("PixelUnshuffle", "factor", r);
        return new Activation("PixelUnshuffle(" + r + ")", x -> Ops.pixelUnshuffle(x, r));
    }

    /** The channels of {@code [b, c, ...]}, those of each group dealt out to all groups. */
    public static Layer channelShuffle(long groups) {
        Sizes.requirePositive("ChannelShuffle", "groups", groups);
        return new Activation("ChannelShuffle(" + groups + ")", x -> Ops.channelShuffle(x, groups));
    }

    /** The windows of {@code [b, c, h, w]} as columns {@code [b, c * kh * kw, windows]}. */
    public static Layer unfold(Ints kernel, Ints dilation, Ints padding, Ints stride) {
        var sizes = Sizes.expand("Unfold", "kernel", kernel, 2);
        return new Activation("Unfold(" + Sizes.text(sizes) + ")",
            x -> Ops.unfoldWindows(x, sizes, dilation.toArray(), padding.toArray(), stride.toArray()));
    }

    /** Zeros around images: left, right, top, bottom; one number for all four sides. */
    public static Layer zeroPad2d(Ints sides) {
        var pad = Sizes.expand("ZeroPad2d", "sides", sides, 4);
        return new Activation("ZeroPad2d(" + sides + ")", x -> Ops.pad(x, pad));
    }
}
