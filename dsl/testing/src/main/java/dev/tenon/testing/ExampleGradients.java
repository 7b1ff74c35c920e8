package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.spi.Op;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the gradients of an operator at the operands that its example calls it with, of which no signature says which shapes go together.
 * The example is run once for every element of them; floating tensors that it makes are float64 meanwhile. One of integers has nothing to check.
 */
public final class ExampleGradients {
    private static final double STEP = 1e-5;

    private final String operator;
    private final Set<String> params;
    private final Runnable example;

    private ExampleGradients(String operator, Set<String> params, Runnable example) {
        this.operator = operator;
        this.params = params;
        this.example = example;
    }

    /**
     * Checks of an operator's gradients.
     *
     * @param operator its key
     * @param params the tensors whose gradients are checked
     * @param example statements that call it
     */
    public static ExampleGradients of(String operator, List<String> params, Runnable example) {
        return new ExampleGradients(operator, Set.copyOf(params), example);
    }

    /** A change of one element of an operand. */
    private record Change(int operand, int element, double by) {}

    /** The first call of the operator in the example: its operands are leaves that were made ready before it began. */
    private final class Call implements OpListener {
        private final @Nullable Change change;
        private final List<Tensor> leaves = new ArrayList<>();
        private List<Tensor> outputs = List.of();

        Call(@Nullable Change change) {
            this.change = change;
        }

        @Override
        public void begun(Op op, List<@Nullable Tensor> inputs) {
            if (!op.descriptor().name().equals(operator) || !leaves.isEmpty()) {
                return;
            }
            for (int i = 0; i < inputs.size(); i++) {
                var input = inputs.get(i);
                if (input != null && input.dtype() == DType.FLOAT64 && params.contains(op.descriptor().inputName(i)) && isNew(input)) {
                    leaves.add(input);
                }
            }
            if (change != null) {
                changed(leaves.get(change.operand), change);
            }
            leaves.forEach(leaf -> leaf.requiresGrad_(true));
        }

        /** An operand that is given twice is one leaf. */
        private boolean isNew(Tensor input) {
            return leaves.stream().noneMatch(leaf -> leaf == input);
        }

        @Override
        public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> made) {
            if (op.descriptor().name().equals(operator) && outputs.isEmpty()) {
                outputs = made.stream().filter(Tensor::requiresGrad).toList();
            }
        }

        Call run() {
            var before = DefaultDtype.current();
            var screen = System.out;
            try (var silent = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
                System.setOut(silent);
                DefaultDtype.set(DType.FLOAT64);
                OpListener.listen(OpListener.withParts(this), example);
            } finally {
                DefaultDtype.set(before);
                System.setOut(screen);
            }
            Expect.that(leaves.isEmpty() || !outputs.isEmpty(), operator + " has a result with a history");
            return this;
        }

        /** The results, each weighted so that no term cancels another. */
        Tensor total() {
            return weighted(outputs, 7);
        }

        List<@Nullable Tensor> gradients(boolean createGraph) {
            return Autograd.grad(List.of(total()), leaves, null, createGraph, createGraph, true);
        }
    }

    private static void changed(Tensor leaf, Change change) {
        var values = leaf.toDoubleArray();
        values[change.element] += change.by;
        try (var off = GradMode.noGrad()) {
            leaf.copy_(Creation.of(values, DType.FLOAT64, Device.CPU, leaf.shape().toArray()));
        }
    }

    private static Tensor weighted(List<? extends @Nullable Tensor> tensors, int seed) {
        var total = Creation.zeros(DType.FLOAT64, Device.CPU);
        for (int i = 0; i < tensors.size(); i++) {
            var tensor = tensors.get(i);
            if (tensor != null) {
                total = total.add(tensor.mul(OpCase.random(tensor.shape().toArray(), 0.3, 1.3, seed + i)).sum());
            }
        }
        return total;
    }

    /** The gradients agree with finite differences. */
    public void first() {
        var call = new Call(null).run();
        var gradients = call.leaves.isEmpty() ? List.<@Nullable Tensor>of() : call.gradients(false);
        compare("gradient", call, gradients, 1e-6, change -> new Call(change).run().total().item());
    }

    /** So do the gradients of the gradients. */
    public void second() {
        var call = new Call(null).run();
        var first = call.leaves.isEmpty() ? call.total() : weighted(call.gradients(true), 11);
        if (!call.leaves.isEmpty() && first.requiresGrad()) {
            compare("second gradient", call, Autograd.grad(List.of(first), call.leaves, null, false, false, true), 1e-5,
                change -> weighted(new Call(change).run().gradients(true), 11).item());
        }
    }

    private interface Scalar {
        double at(Change change);
    }

    private void compare(String what, Call call, List<@Nullable Tensor> gradients, double tolerance, Scalar value) {
        for (int i = 0; i < gradients.size(); i++) {
            var expected = new double[Math.toIntExact(call.leaves.get(i).numel())];
            for (int element = 0; element < expected.length; element++) {
                double up = value.at(new Change(i, element, STEP));
                double down = value.at(new Change(i, element, -STEP));
                expected[element] = (up - down) / (2 * STEP);
            }
            var gradient = gradients.get(i);
            OpCase.assertClose(what + " " + i + " of " + operator, gradient == null ? call.leaves.get(i).mul(0) : gradient, expected,
                tolerance);
        }
    }
}
