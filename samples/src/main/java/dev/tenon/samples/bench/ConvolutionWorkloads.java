package dev.tenon.samples.bench;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.bench.OperatorWorkloads.normal;

import dev.tenon.core.Device;
import java.util.List;

/** Convolution, pooling, batch normalisation and attention; float32. */
final class ConvolutionWorkloads {
    private record Conv(long batch, long channels, long size, long filters, long kernel, long stride) {
        long padding() {
            return kernel / 2;
        }
    }

    private ConvolutionWorkloads() {}

    static List<Workload> all() {
        return List.of(
            forward("conv-32x64x56-64-3x3", new Conv(32, 64, 56, 64, 3, 1)),
            forward("conv-64x1x28-32-3x3", new Conv(64, 1, 28, 32, 3, 1)),
            forward("conv-64x32x14-64-3x3", new Conv(64, 32, 14, 64, 3, 1)),
            forward("conv-16x256x14-256-1x1", new Conv(16, 256, 14, 256, 1, 1)),
            forward("conv-8x3x224-64-7x7s2", new Conv(8, 3, 224, 64, 7, 2)),
            new Workload("conv-fwd-bwd-16x64x32-64-3x3", device -> forwardBackward(device, new Conv(16, 64, 32, 64, 3, 1))),
            new Workload("maxpool-64x32x28-2", ConvolutionWorkloads::maxPool),
            new Workload("batchnorm-fwd-bwd-32x64x32x32", ConvolutionWorkloads::batchNorm),
            new Workload("attention-8x8x256x64-causal", ConvolutionWorkloads::attention));
    }

    private static Workload forward(String name, Conv conv) {
        return new Workload(name, device -> {
            var x = normal(device, conv.batch, conv.channels, conv.size, conv.size);
            var w = normal(device, conv.filters, conv.channels, conv.kernel, conv.kernel);
            return () -> conv2d(x, w, null, conv.stride, conv.padding());
        });
    }

    private static Runnable forwardBackward(Device device, Conv conv) {
        var x = normal(device, conv.batch, conv.channels, conv.size, conv.size).requiresGrad_(true);
        var w = normal(device, conv.filters, conv.channels, conv.kernel, conv.kernel).requiresGrad_(true);
        var g = onesLike(conv2d(x, w, null, conv.stride, conv.padding()));
        return () -> {
            x.zeroGrad();
            w.zeroGrad();
            conv2d(x, w, null, conv.stride, conv.padding()).backward(g);
        };
    }

    private static Runnable maxPool(Device device) {
        var x = normal(device, 64, 32, 28, 28);
        return () -> x.maxPool2d(2);
    }

    private static Runnable batchNorm(Device device) {
        var x = normal(device, 32, 64, 32, 32).requiresGrad_(true);
        var layer = sequential(image(64, 32, 32), s -> s.batchNorm()).build(device, seed(0));
        var g = onesLike(x).detach();
        return () -> {
            x.zeroGrad();
            layer.forward(x).backward(g);
        };
    }

    private static Runnable attention(Device device) {
        var query = normal(device, 8, 8, 256, 64);
        var key = normal(device, 8, 8, 256, 64);
        var value = normal(device, 8, 8, 256, 64);
        return () -> query.scaledDotProductAttention(key, value, null, 0, true, null, false);
    }
}
