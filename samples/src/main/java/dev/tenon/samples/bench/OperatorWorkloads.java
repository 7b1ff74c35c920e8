package dev.tenon.samples.bench;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Single operators on large tensors; float32. */
final class OperatorWorkloads {
    private static final int MILLION = 1 << 20;

    private OperatorWorkloads() {}

    static List<Workload> all() {
        var all = new ArrayList<Workload>();
        for (int n : new int[] {64, 256, 1024, 2048}) {
            all.add(binary("matmul-" + n, Tensor::matmul, new long[] {n, n}, new long[] {n, n}));
        }
        all.add(binary("matmul-batched-64x128x128x64", Tensor::matmul, new long[] {64, 128, 64}, new long[] {64, 64, 128}));
        all.add(binary("add-16M", Tensor::add, new long[] {16 * MILLION}, new long[] {16 * MILLION}));
        all.add(binary("add-bias-4096x4096", Tensor::add, new long[] {4096, 4096}, new long[] {4096}));
        all.add(unary("gelu-4M", Tensor::gelu, 4 * MILLION));
        all.add(unary("exp-4M", Tensor::exp, 4 * MILLION));
        all.add(binary("chain-4M", (a, b) -> a.mul(b).add(0.5).tanh().mul(a.sigmoid()).sub(b), new long[] {4 * MILLION},
            new long[] {4 * MILLION}));
        all.add(unary("sum-16M", Tensor::sum, 16 * MILLION));
        all.add(unary("sum-dim0-4096x4096", a -> a.sum(0), 4096, 4096));
        all.add(unary("transpose-copy-4096x4096", a -> a.t().contiguous(), 4096, 4096));
        all.add(unary("softmax-4096x1024", a -> a.softmax(1), 4096, 1024));
        all.add(new Workload("layernorm-4096x1024", OperatorWorkloads::layerNorm));
        all.add(new Workload("cross-entropy-fwd-bwd-4096x1000", OperatorWorkloads::crossEntropy));
        return all;
    }

    static List<Workload> large() {
        return List.of(
            binary("matmul-8192", Tensor::matmul, new long[] {8192, 8192}, new long[] {8192, 8192}),
            binary("add-256M", Tensor::add, new long[] {256 * MILLION}, new long[] {256 * MILLION}),
            unary("softmax-32768x4096", a -> a.softmax(1), 32_768, 4096));
    }

    static Tensor normal(Device device, long... shape) {
        return randn(shape).to(device);
    }

    @SuppressWarnings("ReturnValueIgnored") // only its time counts
    private static Workload unary(String name, UnaryOperator<Tensor> operator, long... shape) {
        return new Workload(name, device -> {
            var a = normal(device, shape);
            return () -> operator.apply(a);
        });
    }

    @SuppressWarnings("ReturnValueIgnored") // only its time counts
    private static Workload binary(String name, BinaryOperator<Tensor> operator, long[] left, long[] right) {
        return new Workload(name, device -> {
            var a = normal(device, left);
            var b = normal(device, right);
            return () -> operator.apply(a, b);
        });
    }

    private static Runnable layerNorm(Device device) {
        var input = normal(device, 4096, 1024);
        var weight = normal(device, 1024);
        var bias = normal(device, 1024);
        return () -> input.layerNorm(new long[] {1024}, weight, bias);
    }

    private static Runnable crossEntropy(Device device) {
        var logits = normal(device, 4096, 1000).requiresGrad_(true);
        var target = randint(0, 1000, 4096).to(device);
        return () -> {
            logits.zeroGrad();
            logits.crossEntropy(target).backward();
        };
    }
}
