package dev.tenon.samples.bench;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.bench.OperatorWorkloads.normal;

import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.nn.declare.Network;
import dev.tenon.optim.Optimizer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Whole training steps and inference. A step is: clear gradients, forward, loss, backward, optimizer step. */
final class TrainingWorkloads {
    private TrainingWorkloads() {}

    static List<Workload> all() {
        return List.of(
            new Workload("train-mlp-sgd-b64", device -> mlpStep(device, 64, TrainingWorkloads::sgd)),
            new Workload("train-mlp-sgd-b256", device -> mlpStep(device, 256, TrainingWorkloads::sgd)),
            new Workload("train-mlp-adam-b64", device -> mlpStep(device, 64, TrainingWorkloads::adam)),
            new Workload("train-cnn-adam-b64", TrainingWorkloads::cnnStep),
            new Workload("train-resnet18-cifar-b16", device -> resnetStep(device, 16)),
            new Workload("train-lstm-2x128-b32t50", TrainingWorkloads::lstmStep),
            new Workload("train-gpt-4x128-b16t128", device -> gptStep(device, new Gpt(65, 128, 128, 4, 4), 65, 16, 128)),
            new Workload("train-linear-regression-b10", TrainingWorkloads::lineStep),
            new Workload("infer-mlp-b1", device -> inference(mlp().build(device, seed(0)), normal(device, 1, 1, 28, 28))),
            new Workload("infer-resnet18-cifar-b16",
                device -> inference(Resnet18.declare().build(device, seed(0)), normal(device, 16, 3, 32, 32))));
    }

    static List<Workload> large() {
        return List.of(
            new Workload("train-resnet18-cifar-b512", device -> resnetStep(device, 512)),
            new Workload("train-gpt-12x768-b8t512", device -> gptStep(device, new Gpt(50257, 768, 512, 12, 12), 50257, 8, 512)),
            new Workload("train-mlp-4096-b4096", TrainingWorkloads::wideStep));
    }

    private static Network mlp() {
        return sequential(image(1, 28, 28), s -> s.flatten().linear(512).relu().linear(512).relu().linear(10));
    }

    private static Network cnn() {
        return sequential(image(1, 28, 28), s -> s
            .conv2d(32, c -> c.kernel(3).same()).relu().maxPool2d(2)
            .conv2d(64, c -> c.kernel(3).same()).relu().maxPool2d(2)
            .flatten().linear(128).relu().linear(10));
    }

    private static Optimizer<?> sgd(Layer model) {
        return dev.tenon.Tenon.sgd(o -> o.lr(0.01)).over(model.parameters());
    }

    private static Optimizer<?> adam(Layer model) {
        return dev.tenon.Tenon.adam(o -> o.lr(1e-3)).over(model.parameters());
    }

    private static Runnable mlpStep(Device device, long batch, Function<Layer, Optimizer<?>> optimizer) {
        var model = mlp().build(device, seed(0));
        var labels = randint(0, 10, batch).to(device);
        return step(model, optimizer.apply(model), Tensor::crossEntropy, normal(device, batch, 1, 28, 28), labels);
    }

    private static Runnable cnnStep(Device device) {
        var model = cnn().build(device, seed(0));
        return step(model, adam(model), Tensor::crossEntropy, normal(device, 64, 1, 28, 28), randint(0, 10, 64).to(device));
    }

    private static Runnable resnetStep(Device device, long batch) {
        var model = Resnet18.declare().build(device, seed(0));
        var optimizer = dev.tenon.Tenon.sgd(o -> o.lr(0.1).momentum(0.9)).over(model.parameters());
        return step(model, optimizer, Tensor::crossEntropy, normal(device, batch, 3, 32, 32), randint(0, 10, batch).to(device));
    }

    private static Runnable lstmStep(Device device) {
        var model = sequential(sequence(50, 64), s -> s
            .lstm(128, o -> o.layers(2)).function("lastStep", x -> x.select(1, -1)).linear(10)).build(device, seed(0));
        return step(model, adam(model), Tensor::crossEntropy, normal(device, 32, 50, 64), randint(0, 10, 32).to(device));
    }

    private static Runnable gptStep(Device device, Layer model, long vocabulary, long batch, long length) {
        var optimizer = dev.tenon.Tenon.adamW(o -> o.lr(1e-3)).over(model.to(device).parameters());
        return step(model, optimizer, Tensor::crossEntropy, randint(0, vocabulary, batch, length).to(device),
            randint(0, vocabulary, batch, length).to(device));
    }

    private static Runnable wideStep(Device device) {
        var model = sequential(features(4096), s -> s.linear(4096).relu().linear(4096).relu().linear(10)).build(device, seed(0));
        return step(model, sgd(model), Tensor::crossEntropy, normal(device, 4096, 4096), randint(0, 10, 4096).to(device));
    }

    private static Runnable lineStep(Device device) {
        var model = sequential(features(1), s -> s.linear(1)).build(device, seed(0));
        var x = linspace(0, 10, 10).unsqueeze(1).to(device);
        return step(model, sgd(model), Tensor::mseLoss, x, x.mul(2).add(1));
    }

    private static Runnable step(Layer model, Optimizer<?> optimizer, BinaryOperator<Tensor> lossFunction, Tensor x, Tensor y) {
        return () -> {
            optimizer.zeroGrad();
            var loss = lossFunction.apply(model.forward(x), y);
            loss.backward();
            optimizer.step();
        };
    }

    private static Runnable inference(Layer model, Tensor x) {
        model.eval();
        return () -> noGrad(() -> model.forward(x));
    }
}
