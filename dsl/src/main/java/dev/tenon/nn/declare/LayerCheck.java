package dev.tenon.nn.declare;

import dev.tenon.core.Ints;
import dev.tenon.core.TenonException;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;

/** What the generated tests of layers hold them to; a failure is an {@link AssertionError}. */
public final class LayerCheck {
    private static final long SEED = 7;

    private boolean hasResult;

    /** A layer gives what its operator gives, bit for bit, or refuses what that refuses. */
    public LayerCheck same(Supplier<Tensor> layer, Supplier<Tensor> operator) {
        var wanted = outcome(operator);
        var given = outcome(layer);
        if (wanted instanceof Tensor expected && given instanceof Tensor actual) {
            hasResult = true;
            requireEqual(expected, actual);
        } else if (wanted.getClass() != given.getClass()) {
            throw new AssertionError("the operator gives " + wanted + ", the layer " + given);
        }
        return this;
    }

    /** A layer is declared with the shape that it gives, or refuses to be. */
    public LayerCheck declared(Supplier<? extends Layer> layer, Tensor input) {
        var shape = input.shape().toArray();
        var sizes = Ints.of(Arrays.copyOfRange(shape, 1, shape.length));
        var declared = outcome(() -> Network.sequential(new Input("input", input.dtype(), sizes), s -> s.layer(layer)).outputShape());
        var run = outcome(() -> layer.get().forward(input));
        var wanted = run instanceof Tensor output ? output.shape().toString().replaceFirst("\\[" + shape[0] + "\\b", "[N") : run;
        if (run instanceof Tensor ? !wanted.equals(declared) : !(declared instanceof TenonException)) {
            throw new AssertionError("declared with " + declared + ", and run it gives " + wanted);
        }
        return this;
    }

    /** At least one call has given a tensor: a test in which all are refused checks nothing. */
    public void requireResult() {
        if (!hasResult) {
            throw new AssertionError("every call was refused");
        }
    }

    /** What a call gives, or the exception that it throws. */
    private static Object outcome(Supplier<?> call) {
        Generator.global().manualSeed(SEED);
        try (var _ = GradMode.noGrad()) {
            return call.get();
        } catch (TenonException e) {
            return e;
        }
    }

    private static void requireEqual(Tensor expected, Tensor actual) {
        boolean equal = expected.dtype() == actual.dtype() && expected.shape().equals(actual.shape())
            && Ops.allclose(expected, actual, 0, 0, true).item() != 0;
        if (!equal) {
            throw new AssertionError("the operator gives " + expected + "\nthe layer " + actual);
        }
    }
}
