package dev.tenon.wrong;

import static dev.tenon.Tenon.*;
import static dev.tenon.wrong.WrongOperands.nothing;
import static dev.tenon.wrong.WrongOperands.released;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpCatalog;
import java.util.List;
import java.util.Map;

/** Tensors that cannot be made, read, changed or differentiated. */
final class WrongTensors {
    private static final long HUGE = 1L << 40;

    private WrongTensors() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        made(calls);
        read(calls);
        changed(calls);
        differentiated(calls);
        named(calls);
        return calls.list();
    }

    private static void made(Calls calls) {
        calls.add("zeros", "a negative size", () -> zeros(-1))
            .add("zeros", "more elements than can be counted", () -> zeros(HUGE, HUGE))
            .add("zeros", "more bytes than an address space has", () -> zeros(1L << 60))
            .add("zeros", "a thousand terabytes", () -> zeros(1L << 48))
            .add("tensor", "3 values for [2, 2]", () -> Creation.of(new double[3], DType.FLOAT32, Device.CPU, 2, 2))
            .add("tensor", "rows of different lengths", () -> tensor(new double[][] {{1, 2}, {3}}))
            .add("arange", "a step of 0", () -> arange(0, 10, 0))
            .add("arange", "a step away from the end", () -> arange(0, 10, -1))
            .add("linspace", "a negative number of steps", () -> linspace(0, 1, -1))
            .add("randint", "an empty range", () -> randint(5, 5, 2))
            .add("randperm", "a negative number", () -> randperm(-1))
            .add("eye", "a negative size", () -> eye(-1))
            .add("normal", "a negative standard deviation", () -> normal(0, -1, 3));
    }

    private static void read(Calls calls) {
        calls.add("item", "two elements", () -> ones(2).item())
            .add("item", "no element", () -> zeros(0).item())
            .add("item", "released", () -> released().item())
            .add("toFloatArray", "released", () -> released().toFloatArray())
            .add("toDoubleArray", "released", () -> released().toDoubleArray())
            .add("segment", "released", () -> released().segment())
            .add("size", "dimension 2 of a matrix", () -> ones(2, 3).size(2))
            .add("dtype", "a dtype of no such name", () -> DType.named("float31"))
            .add("amax", "no elements", () -> zeros(0).amax())
            .add("argmax", "no elements", () -> zeros(0).argmax())
            .add("max", "no elements", () -> zeros(0).max())
            .add("min", "no elements", () -> zeros(0).min());
    }

    private static void changed(Calls calls) {
        calls.add("add_", "a result that is larger", () -> ones(3).add_(ones(2, 3)))
            .add("add_", "floating numbers into integers", () -> ones(3).to(DType.INT64).add_(ones(3)))
            .add("add_", "a leaf that requires grad", () -> ones(3).requiresGrad_(true).add_(ones(3)))
            .add("mul_", "a result that is larger", () -> ones(3).mul_(ones(2, 3)))
            .add("exp_", "integers", () -> ones(3).to(DType.INT64).exp_())
            .add("copy_", "a shape that does not broadcast", () -> ones(3).copy_(ones(2)))
            .add("copy_", "nothing", () -> ones(3).copy_(nothing()))
            .add("fill_", "released", () -> released().fill_(1));
    }

    private static void differentiated(Calls calls) {
        calls.add("requiresGrad_", "integers", () -> ones(3).to(DType.INT64).requiresGrad_(true))
            .add("backward", "a vector without a gradient", () -> done(() -> ones(3).requiresGrad_(true).mul(2).backward()))
            .add("backward", "no history", () -> done(() -> ones(1).backward()))
            .add("backward", "a gradient of another shape", () -> done(() -> ones(3).requiresGrad_(true).mul(2).backward(ones(2))))
            .add("square", "backward twice", WrongTensors::backwardTwice)
            .add("square", "a saved tensor changed in place", WrongTensors::changedAfterUse)
            .add("grad", "an input without grad", () -> Autograd.grad(ones(1).requiresGrad_(true).mul(2), ones(1)))
            .add("grad", "an unused input", () -> Autograd.grad(ones(1).requiresGrad_(true).mul(2), ones(1).requiresGrad_(true)))
            .add("setGrad", "another shape", () -> done(() -> ones(3).requiresGrad_(true).setGrad(ones(2))));
    }

    private static void named(Calls calls) {
        calls.add("abss", "no such operator", () -> OpCatalog.call("abss", Map.of("input", ones(2))))
            .add("abs", "no such argument", () -> OpCatalog.call("abs", Map.of("input", ones(2), "axis", 1L)))
            .add("abs", "no input", () -> OpCatalog.call("abs", Map.of()))
            .add("abs", "a string for a tensor", () -> OpCatalog.call("abs", Map.of("input", "two")))
            .add("sum", "a string for a dimension", () -> OpCatalog.call("sum", Map.of("input", ones(2), "dim", "zero")))
            .add("add", "a list for a number", () -> OpCatalog.call("add", Map.of("input", ones(2), "other", List.of(1L))))
            .add("gelu", "no such constant", () -> OpCatalog.call("nn.functional.gelu", Map.of("input", ones(2), "approximate", "sinh")));
    }

    private static Object backwardTwice() {
        var y = ones(1).requiresGrad_(true).square();
        y.backward();
        return done(y::backward);
    }

    private static Object changedAfterUse() {
        var x = ones(1).requiresGrad_(true).mul(3);
        var y = x.square();
        x.mul_(2);
        return done(y::backward);
    }

    private static Object done(Runnable action) {
        action.run();
        return action;
    }
}
