package dev.tenon.samples.bench;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.bench.OperatorWorkloads.normal;

import dev.tenon.core.Device;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Two thousand operators on eight numbers each: what a call itself costs. */
final class TinyWorkloads {
    private static final int PAIRS = 1000;

    private TinyWorkloads() {}

    static List<Workload> all() {
        return List.of(new Workload("tiny-ops-2000", TinyWorkloads::forward),
            new Workload("tiny-ops-2000-fwd-bwd", TinyWorkloads::forwardBackward));
    }

    private static Runnable forward(Device device) {
        var a = normal(device, 8);
        var b = rand(8).to(device);
        return () -> chain(a, b);
    }

    private static Runnable forwardBackward(Device device) {
        var a = normal(device, 8).requiresGrad_(true);
        var b = rand(8).to(device);
        return () -> {
            a.zeroGrad();
            chain(a, b).sum().backward();
        };
    }

    private static Tensor chain(Tensor a, Tensor b) {
        var c = a;
        for (int i = 0; i < PAIRS; i++) {
            c = c.mul(b).add(a);
        }
        return c;
    }
}
