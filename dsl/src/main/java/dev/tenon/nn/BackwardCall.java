package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.hook.LayerHooks;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The backward pass through one call of a layer that has backward hooks. The layer works on views of its inputs, so that what reaches them is
 * the gradient by this call alone, however else the inputs are used.
 */
final class BackwardCall {
    private final Layer layer;
    private final LayerHooks hooks;
    private final List<Tensor> inputs = new ArrayList<>();
    private final @Nullable Tensor[] gradInputs;
    private int differentiable;
    private int arrived;
    private @Nullable Tensor gradOutput;

    BackwardCall(Layer layer, LayerHooks hooks, List<Tensor> given) {
        this.layer = layer;
        this.hooks = hooks;
        this.gradInputs = new Tensor[given.size()];
        for (int i = 0; i < given.size(); i++) {
            inputs.add(watched(i, given.get(i)));
        }
    }

    /** What the layer is to work on. */
    List<Tensor> inputs() {
        return inputs;
    }

    /** What the call gives in place of this. */
    Tensor output(Tensor output) {
        if (!output.requiresGrad()) {
            return output;
        }
        var view = output.viewAs(output);
        view.registerHook(this::outputArrived);
        return view;
    }

    private Tensor watched(int i, Tensor input) {
        if (!input.requiresGrad()) {
            return input;
        }
        var view = input.viewAs(input);
        if (!view.requiresGrad()) {
            return input;
        }
        differentiable++;
        view.registerHook(gradient -> inputArrived(i, gradient));
        return view;
    }

    private Tensor outputArrived(Tensor gradient) {
        var result = gradient;
        for (var hook : hooks.beforeBackward()) {
            result = Objects.requireNonNullElse(hook.before(layer, result), result);
        }
        gradOutput = result;
        if (differentiable == 0) {
            tell(result);
        }
        return result;
    }

    private Tensor inputArrived(int i, Tensor gradient) {
        gradInputs[i] = gradient;
        arrived++;
        var output = gradOutput;
        if (arrived < differentiable || output == null) {
            return gradient;
        }
        var replaced = tell(output);
        return replaced == null ? gradient : replaced;
    }

    /** Calls the hooks; what the last of them gives for the input's gradient. */
    private @Nullable Tensor tell(Tensor output) {
        @Nullable Tensor replaced = null;
        for (var hook : hooks.backward()) {
            List<@Nullable Tensor> gradients = Collections.unmodifiableList(Arrays.asList(gradInputs.clone()));
            var given = hook.backward(layer, gradients, output);
            if (given != null && differentiable != 1) {
                throw new ArgumentException("registerFullBackwardHook: a hook replaced a gradient of a layer with " + differentiable
                    + " inputs that require grad\n  layer: " + layer.label() + "\n  try:   registerHook on the input");
            }
            if (given != null) {
                replaced = given;
                Arrays.setAll(gradInputs, i -> gradInputs[i] == null ? null : given);
            }
        }
        arrived = 0;
        gradOutput = null;
        Arrays.fill(gradInputs, null);
        return replaced;
    }
}
