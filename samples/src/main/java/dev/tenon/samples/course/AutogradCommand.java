package dev.tenon.samples.course;

import static dev.tenon.Tenon.*;

import dev.tenon.core.AutogradException;
import dev.tenon.tensor.Tensor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tenon autograd}: a tour of autograd, with each derivative beside the same one by hand. */
@Command(mixinStandardHelpOptions = true,
    description = "A tour of autograd: derivatives of small functions, and what one can do with them.")
public final class AutogradCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        polynomial();
        sigmoidTwice();
        gradientOfGradient();
        retainedGraph();
        accumulation();
        insideTheGraph();
        withoutGradient();
        return 0;
    }

    private static void polynomial() {
        var x = tensor(2.0).requiresGrad_(true);
        var y = x.square().plus(x.times(3));
        y.backward();
        System.out.printf("y = x^2 + 3x at x = 2:        y = %s   dy/dx = %s (by hand: 2x + 3 = 7)%n", text(y), text(grad(x)));
    }

    private static void sigmoidTwice() {
        var x = tensor(new double[] {-2, -1, 0, 1, 2}).requiresGrad_(true);
        var s = x.sigmoid();
        s.sum().backward();
        var byHand = s.times(s.rsub(1)).detach();
        System.out.println("sigmoid'(x) by autograd:      " + grad(x));
        System.out.println("s(x) (1 - s(x)) by hand:      " + byHand);
        System.out.printf("largest difference:           %.1e%n", grad(x).minus(byHand).abs().amax().item());
    }

    private static void gradientOfGradient() {
        var x = tensor(2.0).requiresGrad_(true);
        var y = x.pow(3);
        var first = differentiableGrad(y, x);
        var second = differentiableGrad(first, x);
        var third = differentiableGrad(second, x);
        System.out.printf("x^3 at 2, three times:        %s %s %s (by hand: 3x^2 = 12, 6x = 12, 6)%n", text(first), text(second),
            text(third));
    }

    private static void retainedGraph() {
        var x = tensor(3.0).requiresGrad_(true);
        var kept = x.square();
        kept.backward(o -> o.retainGraph());
        kept.backward();
        System.out.printf("backward twice, retained:     %s (6 accumulated twice)%n", text(grad(x)));
        var lost = x.square();
        lost.backward();
        try {
            lost.backward();
        } catch (AutogradException expected) {
            System.out.println("backward twice, not retained: " + expected.getMessage());
        }
    }

    private static void accumulation() {
        var w = tensor(1.0).requiresGrad_();
        for (int sample = 1; sample <= 3; sample++) {
            w.mul(sample).backward();
        }
        System.out.printf("three backward passes:        %s (1 + 2 + 3: gradients add up", text(grad(w)));
        w.zeroGrad();
        w.mul(5).backward();
        System.out.printf(" until zeroGrad(), then %s)%n", text(grad(w)));
    }

    /** Values between the leaves and the result have gradients too: kept on request, and changed by a hook on their way. */
    private static void insideTheGraph() {
        var x = tensor(3.0).requiresGrad_();
        var middle = x.mul(2);
        middle.retainGrad();
        middle.registerHook(gradient -> gradient.clamp(-1, 1));
        middle.square().backward();
        System.out.printf("a hook that clips 12 to 1:    d/dmiddle = %s, dy/dx = %s (2 * 1)%n", text(grad(middle)), text(grad(x)));
    }

    private static void withoutGradient() {
        var x = tensor(3.0).requiresGrad_();
        var silent = noGrad(() -> x.square());
        x.square().mul(x.detach()).backward();
        System.out.printf("noGrad() records nothing:     requires grad: %b%n", silent.requiresGrad());
        System.out.printf("detach() is a constant:       d(x^2 * 3)/dx = %s (6 * 3)%n", text(grad(x)));
    }

    private static Tensor grad(Tensor leaf) {
        var grad = leaf.grad();
        if (grad == null) {
            throw new IllegalStateException("no backward pass has reached this leaf");
        }
        return grad;
    }

    private static String text(Tensor scalar) {
        return "%.4g".formatted(scalar.item());
    }
}
