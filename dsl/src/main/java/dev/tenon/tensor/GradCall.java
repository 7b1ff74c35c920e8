package dev.tenon.tensor;

import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.spi.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a backward function sees: the gradients of the outputs and the saved values. */
public final class GradCall {
    private final Node node;
    private final @Nullable Tensor[] grads;
    private final boolean createGraph;
    private final long needed;

    GradCall(Node node, @Nullable Tensor[] grads, boolean createGraph, long needed) {
        this.node = node;
        this.grads = grads;
        this.createGraph = createGraph;
        this.needed = needed;
    }

    /** The gradient of output {@code i}; zeros where nothing depended on it. */
    public Tensor grad(int i) {
        var grad = grads[i];
        if (grad == null) {
            grad = Creation.zeros(node.outputDtype(i), node.device(), node.outputSizes(i));
            grads[i] = grad;
        }
        return grad;
    }

    /** The gradients of all outputs, for a result that is a list; zeros where nothing depended on one. */
    public List<Tensor> grads() {
        return IntStream.range(0, node.outputs()).mapToObj(this::grad).toList();
    }

    /** The values of all outputs, which the rule's {@link GradRule#savedOutputs} must name. */
    public List<Tensor> outputs() {
        return IntStream.range(0, node.outputs()).mapToObj(this::output).toList();
    }

    /** Whether anything depended on output {@code i}. */
    public boolean hasGrad(int i) {
        return grads[i] != null;
    }

    /** The value of input {@code i}, which the rule's {@link GradRule#savedInputs} must name; null if that optional input was not given. */
    @SuppressWarnings("NullAway") // only an optional input is null, and its rule asks hasInput first or hands the null on
    public Tensor input(int i) {
        return node.savedInput(i);
    }

    /**
     * Input {@code i} as the formula of a pointwise operator computes with it: in the dtype of the result. Java numbers keep their precision.
     */
    @SuppressWarnings("NullAway") // as for input
    public Tensor operand(int i) {
        var input = node.savedInput(i);
        return input == null || input.isWrappedNumber() ? input : input.to(node.outputDtype(0));
    }

    /** A number of the backward formula as a tensor, which keeps its digits and does not promote what stands beside it. */
    public Tensor number(double value) {
        return Creation.wrappedNumber(value, grad(0));
    }

    /** A truth value of the backward formula as a tensor. */
    public Tensor flag(boolean value) {
        return Creation.wrappedFlag(value, grad(0));
    }

    /** Whether the optional input {@code i} was given. */
    public boolean hasInput(int i) {
        return node.hadInput(i);
    }

    /** The value of output {@code i}, which the rule's {@link GradRule#savedOutputs} must name. */
    public Tensor output(int i) {
        return node.savedOutput(i);
    }

    /** How many inputs the operator was given, absent optional ones included. */
    public int inputs() {
        return node.inputs();
    }

    /** The values of the inputs from {@code from} up to {@code to}, which the rule's {@link GradRule#savedInputs} must name. */
    public List<Tensor> inputs(int from, int to) {
        var inputs = new ArrayList<Tensor>(to - from);
        for (int i = from; i < to; i++) {
            inputs.add(input(i));
        }
        return inputs;
    }

    /**
     * The gradients of the tensors of a list, and behind them those of the others.
     *
     * @throws AutogradException if the list has not one for each
     */
    public List<@Nullable Tensor> gradients(List<? extends @Nullable Tensor> list, @Nullable Tensor... others) {
        int wanted = inputs() - others.length;
        if (list.size() != wanted) {
            throw new AutogradException(node.name() + ": its backward function gives " + list.size() + " gradients for a list of " + wanted
                + " tensors\n  try:   each(x, tensors, ...), which makes one for each of them");
        }
        var gradients = new ArrayList<@Nullable Tensor>(list);
        gradients.addAll(Arrays.asList(others));
        return gradients;
    }

    /** The shape of input {@code i}, saved or not. */
    public Shape shape(int i) {
        return Shape.of(node.inputSizes(i));
    }

    /** The shape to which all inputs broadcast. */
    public Shape shape() {
        var sizes = new long[0];
        for (int i = 0; i < node.inputs(); i++) {
            sizes = hasInput(i) ? Sizes.broadcast(sizes, node.inputSizes(i)) : sizes;
        }
        return Shape.of(sizes);
    }

    /** The dtype of input {@code i}, saved or not. */
    public DType dtype(int i) {
        return node.inputDtype(i);
    }

    /** Zeros in the shape of an input: the gradient where the result does not follow it. */
    public Tensor zeros(int i) {
        var like = grad(0);
        return Creation.zeros(like.dtype(), like.device(), shape(i).toArray());
    }

    /** Whether a gradient of input {@code i} is wanted. */
    public boolean needs(int i) {
        return (needed >>> Math.min(i, 63) & 1) != 0;
    }

    /** Whether the gradients must themselves be differentiable. */
    public boolean createGraph() {
        return createGraph;
    }

    static AutogradException freed(String name) {
        return new AutogradException(name + ": backward a second time through a graph whose saved values were released by the first"
            + "\n  try:   backward(o -> o.retainGraph()) the first time");
    }
}
