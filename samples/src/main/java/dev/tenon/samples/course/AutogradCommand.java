package dev.tenon.samples.course;

import static dev.tenon.Tenon.*;

import dev.tenon.core.AutogradException;
import dev.tenon.core.Device;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenon autograd}: a tour of autograd, with each derivative beside the same one by hand. */
@Command(mixinStandardHelpOptions = true,
    description = "A tour of autograd: derivatives of small functions, and what one can do with them.")
public final class AutogradCommand implements Callable<Integer> {
    @Mixin
    private DeviceOption device = new DeviceOption();

    private Device on = cpu();

    @Override
    public Integer call() {
        on = device.device();
        polynomial();
        sigmoidTwice();
        gradientOfGradient();
        retainedGraph();
        accumulation();
        insideTheGraph();
        withoutGradient();
        return 0;
    }

    private void polynomial() {
        var x = leaf(2);
        var y = x.square().plus(x.times(3));
        y.backward();
        System.out.printf("y = x^2 + 3x at x = 2:        y = %s   dy/dx = %s (by hand: 2x + 3 = 7)%n", text(y), text(x.gradient()));
    }

    private void sigmoidTwice() {
        var x = tensor(new double[] {-2, -1, 0, 1, 2}).to(on).requiresGrad_();
        var s = x.sigmoid();
        s.sum().backward();
        var byHand = s.times(s.rsub(1)).detach();
        System.out.println("sigmoid'(x) by autograd:      " + x.gradient());
        System.out.println("s(x) (1 - s(x)) by hand:      " + byHand);
        System.out.printf("largest difference:           %.1e%n", x.gradient().minus(byHand).abs().amax().item());
    }

    private void gradientOfGradient() {
        var x = leaf(2);
        var y = x.pow(3);
        var first = differentiableGrad(y, x);
        var second = differentiableGrad(first, x);
        var third = differentiableGrad(second, x);
        System.out.printf("x^3 at 2, three times:        %s %s %s (by hand: 3x^2 = 12, 6x = 12, 6)%n", text(first), text(second),
            text(third));
    }

    private void retainedGraph() {
        var x = leaf(3);
        var kept = x.square();
        kept.backward(o -> o.retainGraph());
        kept.backward();
        System.out.printf("backward twice, retained:     %s (6 accumulated twice)%n", text(x.gradient()));
        var lost = x.square();
        lost.backward();
        try {
            lost.backward();
        } catch (AutogradException expected) {
            System.out.println("backward twice, not retained: " + expected.getMessage());
        }
    }

    private void accumulation() {
        var w = leaf(1);
        for (int sample = 1; sample <= 3; sample++) {
            w.mul(sample).backward();
        }
        System.out.printf("three backward passes:        %s (1 + 2 + 3: gradients add up", text(w.gradient()));
        w.zeroGrad();
        w.mul(5).backward();
        System.out.printf(" until zeroGrad(), then %s)%n", text(w.gradient()));
    }

    /** Values between the leaves and the result have gradients too: kept on request, and changed by a hook on their way. */
    private void insideTheGraph() {
        var x = leaf(3);
        var middle = x.mul(2);
        middle.retainGrad();
        middle.registerHook(gradient -> gradient.clamp(-1, 1));
        middle.square().backward();
        System.out.printf("a hook that clips 12 to 1:    d/dmiddle = %s, dy/dx = %s (2 * 1)%n", text(middle.gradient()),
            text(x.gradient()));
    }

    private void withoutGradient() {
        var x = leaf(3);
        var silent = noGrad(() -> x.square());
        x.square().mul(x.detach()).backward();
        System.out.printf("noGrad() records nothing:     requires grad: %b%n", silent.requiresGrad());
        System.out.printf("detach() is a constant:       d(x^2 * 3)/dx = %s (6 * 3)%n", text(x.gradient()));
    }

    /** What derivatives are taken by. */
    private Tensor leaf(double value) {
        return tensor(value).to(on).requiresGrad_();
    }

    private static String text(Tensor scalar) {
        return "%.4g".formatted(scalar.item());
    }
}
