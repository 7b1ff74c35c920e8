package com.example.ops;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.optim.OptimizerOptions;
import dev.tenon.tensor.Tensor;

/** Learns to tell the points of a ring from those inside and outside it, by a network with our operator in it and our optimizer. */
public final class Ring {
    private static final int POINTS = 512;

    private Ring() {}

    public static void main(String[] args) {
        System.out.printf("accuracy %.3f%n", accuracyAfter(400, cpu(), ExampleOptimizers.lion(o -> o.lr(3e-3))));
    }

    /** The share of unseen points that are told right after so many steps. */
    static double accuracyAfter(int steps, Device device, OptimizerOptions<?> options) {
        manualSeed(1);
        var net = sequential(features(2), s -> s.linear(32).layer(() -> new Rounded(1)).linear(32).layer(() -> new Rounded(1)).linear(2));
        var model = net.build(device, seed(1));
        var optimizer = options.over(model.parameters());
        var points = points().to(device);
        var labels = labels(points);
        for (int step = 1; step <= steps; step++) {
            var loss = crossEntropy(model.forward(points), labels);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (step % 100 == 0) {
                System.out.printf("step %d  loss %.4f%n", step, loss.item());
            }
        }
        return accuracy(model, points().to(device));
    }

    private static Tensor points() {
        return rand(POINTS, 2).mul(4).sub(2);
    }

    private static Tensor labels(Tensor points) {
        var radius = points.square().sum(1).sqrt();
        return radius.gt(0.8).logicalAnd(radius.lt(1.6)).to(DType.INT64);
    }

    private static double accuracy(Layer model, Tensor points) {
        return noGrad(() -> model.forward(points).argmax(1).eq(labels(points)).to(DType.FLOAT32).mean()).item();
    }
}
