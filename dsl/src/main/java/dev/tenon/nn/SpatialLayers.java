package dev.tenon.nn;

import dev.tenon.ops.InterpolateMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The layers of signals, images and volumes by PyTorch's class names, where {@link Layers} has not those itself. */
final class SpatialLayers {
    static final Map<String, Function<LayerArguments, Layer>> BY_NAME = new TreeMap<>();

    static {
        convolutions();
        norms();
        pools();
        adaptivePools();
        resizing();
    }

    private SpatialLayers() {}

    private static void convolutions() {
        BY_NAME.put("Conv3d", a -> new Conv3d(a.integer("in_channels"), a.integer("out_channels"), Layers.conv(a)));
        BY_NAME.put("ConvTranspose1d", a -> new ConvTranspose1d(a.integer("in_channels"), a.integer("out_channels"), transposed(a)));
        BY_NAME.put("ConvTranspose2d", a -> new ConvTranspose2d(a.integer("in_channels"), a.integer("out_channels"), transposed(a)));
        BY_NAME.put("ConvTranspose3d", a -> new ConvTranspose3d(a.integer("in_channels"), a.integer("out_channels"), transposed(a)));
    }

    private static ConvTransposeOptions transposed(LayerArguments a) {
        return new ConvTransposeOptions(a.ints("kernel_size"), a.ints("stride", 1), a.ints("padding", 0), a.ints("output_padding", 0),
            a.ints("dilation", 1),
            a.ints("groups", 1).get(0), a.flag("bias", true));
    }

    private static void norms() {
        BY_NAME.put("GroupNorm", a -> new GroupNorm(a.integer("num_groups"), a.integer("num_channels"), a.number("eps", 1e-5),
            a.flag("affine", true)));
        BY_NAME.put("RMSNorm",
            a -> new RmsNorm(a.ints("normalized_shape").toArray(), a.numberOrNull("eps"), a.flag("elementwise_affine", true)));
        BY_NAME.put("InstanceNorm1d", a -> new InstanceNorm1d(a.integer("num_features"), o -> instance(a)));
        BY_NAME.put("InstanceNorm2d", a -> new InstanceNorm2d(a.integer("num_features"), o -> instance(a)));
        BY_NAME.put("InstanceNorm3d", a -> new InstanceNorm3d(a.integer("num_features"), o -> instance(a)));
    }

    private static NormOptions instance(LayerArguments a) {
        return new NormOptions(a.number("eps", 1e-5), a.numberOrNull("momentum", 0.1), a.flag("affine", false),
            a.flag("track_running_stats", false));
    }

    private static void pools() {
        BY_NAME.put("MaxPool1d", a -> Pooling.maxPool1d(a.ints("kernel_size"), max(a)));
        BY_NAME.put("MaxPool3d", a -> Pooling.maxPool3d(a.ints("kernel_size"), max(a)));
        BY_NAME.put("AvgPool1d", a -> Pooling.avgPool1d(a.ints("kernel_size"), mean(a)));
        BY_NAME.put("AvgPool3d", a -> Pooling.avgPool3d(a.ints("kernel_size"), mean(a).divisor(a.integerOrNull("divisor_override"))));
    }

    private static PoolOptions max(LayerArguments a) {
        return new PoolOptions(a.intsOrNull("stride"), a.ints("padding", 0), a.ints("dilation", 1), a.flag("ceil_mode", false), true, null);
    }

    private static PoolOptions mean(LayerArguments a) {
        return new PoolOptions(a.intsOrNull("stride"), a.ints("padding", 0), PoolOptions.DEFAULT.dilation(), a.flag("ceil_mode", false),
            a.flag("count_include_pad", true), null);
    }

    private static void adaptivePools() {
        BY_NAME.put("AdaptiveAvgPool1d", a -> Pooling.adaptiveAvgPool1d(a.ints("output_size")));
        BY_NAME.put("AdaptiveAvgPool3d", a -> Pooling.adaptiveAvgPool3d(a.ints("output_size")));
        BY_NAME.put("AdaptiveMaxPool1d", a -> Pooling.adaptiveMaxPool1d(a.ints("output_size")));
        BY_NAME.put("AdaptiveMaxPool2d", a -> Pooling.adaptiveMaxPool2d(a.ints("output_size")));
        BY_NAME.put("AdaptiveMaxPool3d", a -> Pooling.adaptiveMaxPool3d(a.ints("output_size")));
    }

    private static void resizing() {
        BY_NAME.put("Upsample", a -> Resizing.upsample(a.intsOrNull("size"), a.numberOrNull("scale_factor"), a.choice("mode",
            InterpolateMode.NEAREST),
            a.flagOrNull("align_corners")));
        BY_NAME.put("PixelShuffle", a -> Resizing.pixelShuffle(a.integer("upscale_factor")));
        BY_NAME.put("PixelUnshuffle", a -> Resizing.pixelUnshuffle(a.integer("downscale_factor")));
        BY_NAME.put("ChannelShuffle", a -> Resizing.channelShuffle(a.integer("groups")));
        BY_NAME.put("Unfold",
            a -> Resizing.unfold(a.ints("kernel_size"), a.ints("dilation", 1), a.ints("padding", 0), a.ints("stride", 1)));
        BY_NAME.put("ZeroPad2d", a -> Resizing.zeroPad2d(a.ints("padding")));
    }
}
