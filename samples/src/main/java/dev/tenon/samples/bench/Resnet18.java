package dev.tenon.samples.bench;

import static dev.tenon.Tenon.*;

import dev.tenon.nn.declare.Chain;
import dev.tenon.nn.declare.Network;

/** ResNet-18 for 32x32 images: He et al. (2016), arXiv:1512.03385, with a 3x3 stem and no first pooling. */
final class Resnet18 {
    private Resnet18() {}

    static Network declare() {
        return sequential(image(3, 32, 32), s -> stages(conv(s, 64, 3, 1).batchNorm().relu()).adaptiveAvgPool2d(1).flatten().linear(10));
    }

    private static Chain stages(Chain chain) {
        var s = same(same(chain, 64), 64);
        s = same(halving(s, 128), 128);
        s = same(halving(s, 256), 256);
        return same(halving(s, 512), 512);
    }

    /** A block that keeps the shape. */
    private static Chain same(Chain chain, long channels) {
        return chain.residual(b -> body(b, channels, 1)).relu();
    }

    /** A block that halves the image and changes the channels; the shortcut does the same with a 1x1 convolution. */
    private static Chain halving(Chain chain, long channels) {
        return chain.residual(b -> body(b, channels, 2), b -> conv(b, channels, 1, 2).batchNorm()).relu();
    }

    private static Chain body(Chain chain, long channels, long stride) {
        return conv(conv(chain, channels, 3, stride).batchNorm().relu(), channels, 3, 1).batchNorm();
    }

    private static Chain conv(Chain chain, long channels, long kernel, long stride) {
        return chain.conv2d(channels, c -> c.kernel(kernel).stride(stride).padding(kernel / 2).noBias());
    }
}
