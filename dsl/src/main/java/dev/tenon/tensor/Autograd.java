package dev.tenon.tensor;

import dev.tenon.core.AutogradException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Gradients by reverse accumulation over the recorded calls. */
public final class Autograd {
    private Autograd() {}

    /**
     * The sum over outputs of the vector-Jacobian products with respect to each input, without touching any {@code grad()}.
     *
     * @param outputs differentiated tensors
     * @param inputs tensors to differentiate by: leaves or intermediate values
     * @param gradOutputs the vector of each output; null, or null for one of them, means 1 and asks for a scalar
     * @param retainGraph whether saved values stay for another pass
     * @param createGraph whether the result is itself differentiable
     * @param allowUnused whether an input on which no output depends gives null instead of an error
     * @return one gradient per input, in order
     * @throws AutogradException if an output has no history, or an input is unused and that is not allowed
     */
    public static List<@Nullable Tensor> grad(List<Tensor> outputs, List<Tensor> inputs, @Nullable List<@Nullable Tensor> gradOutputs,
        boolean retainGraph, boolean createGraph, boolean allowUnused) {
        for (var input : inputs) {
            input.requireAlive("grad");
            if (!input.requiresGrad()) {
                throw new AutogradException("grad: an input does not require grad\n  input: " + Operand.describe(input)
                    + "\n  try:   requiresGrad_(true) before the forward pass");
            }
        }
        var pass = new BackwardPass(retainGraph || createGraph, createGraph, inputs);
        start(pass, "grad", outputs, gradOutputs);
        pass.run();
        var result = new ArrayList<@Nullable Tensor>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            var found = pass.captured(i);
            if (found == null && !allowUnused) {
                throw new AutogradException("grad: input " + i + " was not used in the computation of the outputs\n  input: "
                    + Operand.describe(inputs.get(i)) + "\n  try:   allowUnused = true, which gives null for it");
            }
            result.add(found);
        }
        return result;
    }

    /** As configured: {@code grad(outputs, inputs, o -> o.retainGraph().allowUnused())}. */
    public static List<@Nullable Tensor> grad(List<Tensor> outputs, List<Tensor> inputs, UnaryOperator<GradOptions> options) {
        var chosen = Attributes.given(options, "grad", "options").apply(GradOptions.DEFAULT);
        var grads = grad(outputs, inputs, chosen.gradOutputs(), chosen.retainsGraph(), chosen.createsGraph(), chosen.allowsUnused());
        for (int i = 0; chosen.materializesGrads() && i < grads.size(); i++) {
            grads.set(i, grads.get(i) == null ? Ops.zerosLike(inputs.get(i)) : grads.get(i));
        }
        return grads;
    }

    /** The gradient by one tensor, as configured: {@code grad(output, input, o -> o.retainGraph())}. */
    public static Tensor grad(Tensor output, Tensor input, UnaryOperator<GradOptions> options) {
        Operands.given("grad", "output", output);
        Operands.given("grad", "input", input);
        var grad = grad(List.of(output), List.of(input), options).getFirst();
        if (grad == null) {
            throw new AutogradException("grad: the input was not used in the computation of the output\n  try:   materializeGrads(), which "
                + "gives zeros for it");
        }
        return grad;
    }

    /** The gradient of a scalar by one tensor, keeping nothing. */
    public static Tensor grad(Tensor output, Tensor input) {
        return grad(output, input, UnaryOperator.identity());
    }

    /** The gradient of a scalar by one tensor, itself differentiable. */
    public static Tensor differentiableGrad(Tensor output, Tensor input) {
        return grad(output, input, GradOptions::createGraph);
    }

    static void backward(Tensor output, BackwardOptions options) {
        var pass = new BackwardPass(options.retainsGraph(), options.createsGraph(), null);
        start(pass, "backward", List.of(output), options.gradient() == null ? null : List.of(options.gradient()));
        pass.run();
    }

    private static void start(BackwardPass pass, String caller, List<Tensor> outputs, @Nullable List<@Nullable Tensor> gradOutputs) {
        if (gradOutputs != null && gradOutputs.size() != outputs.size()) {
            throw new ShapeException(caller + ": " + outputs.size() + " outputs need as many gradients, got " + gradOutputs.size());
        }
        for (int i = 0; i < outputs.size(); i++) {
            var output = outputs.get(i);
            output.requireAlive(caller);
            if (!output.requiresGrad()) {
                throw new AutogradException(
                    caller + ": the tensor does not require grad and has no history\n  tensor: " + Operand.describe(output)
                        + "\n  try:   requiresGrad_(true) on what it is computed from, and no noGrad() around the computation");
            }
            var gradient = gradOutputs == null ? null : gradOutputs.get(i);
            if (gradient != null) {
                gradient.requireAlive(caller);
            }
            if (gradient == null) {
                if (output.numel() != 1) {
                    throw new AutogradException(caller + ": a gradient can be left out only for a scalar, and this tensor has "
                        + output.numel()
                        + " elements\n  tensor: " + Operand.describe(output) + "\n  try:   sum() or mean() first, or pass the gradient");
                }
                gradient = pass.implicitOnes(output);
            } else if (!Arrays.equals(gradient.sizes(), output.sizes())) {
                throw new ShapeException(caller + ": the gradient must have the shape of the tensor\n  tensor: " + Operand.describe(output)
                    + "   gradient: " + Operand.describe(gradient));
            }
            pass.seed(output, gradient.dtype() == output.dtype() ? gradient : gradient.to(output.dtype()));
        }
    }

    /**
     * Until closed, each recorded call keeps its stack trace, and a NaN in a gradient is an error that shows where its forward call was
     * made.
     */
    public static AutoCloseable detectAnomaly() {
        var context = Context.current();
        boolean before = context.detectAnomaly;
        context.detectAnomaly = true;
        return () -> context.detectAnomaly = before;
    }
}
