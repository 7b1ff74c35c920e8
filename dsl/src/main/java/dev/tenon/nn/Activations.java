package dev.tenon.nn;

import dev.tenon.ops.Gelu;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/** The activation layers: one home for the declaration and the registry. */
final class Activations {
    private Activations() {}

    static Activation relu() {
        return new Activation("ReLU", Tensor::relu);
    }

    static Activation relu6() {
        return new Activation("ReLU6", Tensor::relu6);
    }

    static Activation leakyRelu(double negativeSlope) {
        return new Activation("LeakyReLU(" + negativeSlope + ")", x -> Ops.leakyRelu(x, negativeSlope));
    }

    static Activation elu(double alpha) {
        return new Activation("ELU(" + alpha + ")", x -> Ops.elu(x, alpha));
    }

    static Activation selu() {
        return new Activation("SELU", Tensor::selu);
    }

    static Activation celu(double alpha) {
        return new Activation("CELU(" + alpha + ")", x -> Ops.celu(x, alpha));
    }

    static Activation gelu(Gelu.Approximate approximate) {
        return new Activation(approximate == Gelu.Approximate.NONE ? "GELU" : "GELU(tanh)", x -> Ops.gelu(x, approximate));
    }

    static Activation silu() {
        return new Activation("SiLU", Tensor::silu);
    }

    static Activation mish() {
        return new Activation("Mish", Tensor::mish);
    }

    static Activation softplus(double beta, double threshold) {
        return new Activation("Softplus(" + beta + ", " + threshold + ")", x -> Ops.softplus(x, beta, threshold));
    }

    static Activation softsign() {
        return new Activation("Softsign", Tensor::softsign);
    }

    static Activation hardtanh(double min, double max) {
        return new Activation("Hardtanh(" + min + ", " + max + ")", x -> Ops.hardtanh(x, min, max));
    }

    static Activation hardswish() {
        return new Activation("Hardswish", Tensor::hardswish);
    }

    static Activation hardsigmoid() {
        return new Activation("Hardsigmoid", Tensor::hardsigmoid);
    }

    static Activation logSigmoid() {
        return new Activation("LogSigmoid", Tensor::logsigmoid);
    }

    static Activation glu(long dim) {
        return new Activation("GLU(" + dim + ")", x -> Ops.glu(x, dim));
    }

    static Activation tanhshrink() {
        return new Activation("Tanhshrink", Tensor::tanhshrink);
    }

    static Activation softshrink(double lambd) {
        return new Activation("Softshrink(" + lambd + ")", x -> Ops.softshrink(x, lambd));
    }

    static Activation hardshrink(double lambd) {
        return new Activation("Hardshrink(" + lambd + ")", x -> Ops.hardshrink(x, lambd));
    }

    static Activation threshold(double threshold, double value) {
        return new Activation("Threshold(" + threshold + ", " + value + ")", x -> Ops.threshold(x, threshold, value));
    }

    static Activation softmin(long dim) {
        return new Activation("Softmin(" + dim + ")", x -> Ops.softmin(x, dim));
    }

    static Activation tanh() {
        return new Activation("Tanh", Tensor::tanh);
    }

    static Activation sigmoid() {
        return new Activation("Sigmoid", Tensor::sigmoid);
    }

    static Activation softmax(long dim) {
        return new Activation("Softmax(" + dim + ")", x -> Ops.softmax(x, dim));
    }

    static Activation logSoftmax(long dim) {
        return new Activation("LogSoftmax(" + dim + ")", x -> Ops.logSoftmax(x, dim));
    }
}
