package dev.tenon.nn;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The layers of signals, images and volumes by PyTorch's class names, where {@link Layers} has not those itself. */
final class SpatialLayers {
    static final Map<String, Function<LayerArguments, Layer>> BY_NAME = new TreeMap<>();

    static {
        convolutions();
        norms();
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
}
