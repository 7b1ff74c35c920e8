package dev.tenon.samples.dqn;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.nn.declare.Network;
import dev.tenon.optim.Optimizer;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tenon dqn}: balances a pole by deep Q-learning, with a second network that follows slowly and says what a state is worth.
 *
 * @see <a href="https://doi.org/10.1038/nature14236">Mnih et al. (2015)</a>
 * @see <a href="https://arxiv.org/abs/1509.06461">van Hasselt, Guez and Silver (2015)</a>: one network chooses, the other judges
 */
@Command(mixinStandardHelpOptions = true, description = "Learn to balance a pole on a cart by deep Q-learning.")
public final class DqnCommand implements Callable<Integer> {
    private static final double DISCOUNT = 0.99;
    private static final int BATCH = 64;
    /** Pushes before anything is learnt. */
    private static final int FIRST = 500;
    private static final double FOLLOWING = 0.01;
    private static final Network VALUES = sequential(features(CartPole.STATE), s -> s.linear(64).relu().linear(64).relu()
        .linear(CartPole.ACTIONS));

    @Option(names = "--steps", defaultValue = "12000", description = "pushes to learn from; default ${DEFAULT-VALUE}")
    private int steps = 12_000;

    @Option(names = "--lr", defaultValue = "0.001", description = "default ${DEFAULT-VALUE}")
    private double lr = 1e-3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    private Device on = cpu();

    @Override
    public Integer call() {
        var random = new SplittableRandom(seed);
        on = device.device();
        var net = VALUES.build(on, seed(seed));
        var judge = VALUES.build(on, seed(seed));
        System.out.printf("pushes that an untrained network stands: %.0f%n", standing(net));
        var optimizer = adam(o -> o.lr(lr)).over(net.parameters());
        var memory = new Memory(10_000);
        var cart = new CartPole(seed);
        for (int step = 1; step <= steps; step++) {
            // At first nearly all is tried at random, later one push in twenty.
            double curious = Math.max(0.05, 1 - step / (0.25 * steps));
            act(cart, memory, random.nextDouble() < curious ? random.nextInt(CartPole.ACTIONS) : best(net, cart.state()));
            if (step > FIRST) {
                learn(net, judge, optimizer, memory.some(BATCH, random, on));
            }
            if (step % 2000 == 0) {
                System.out.printf("after %5d pushes it stands: %.0f%n", step, standing(net));
            }
        }
        return 0;
    }

    private static void act(CartPole cart, Memory memory, int action) {
        var before = cart.state();
        cart.push(action);
        memory.add(before, action, cart.state(), cart.fallen());
        if (cart.fallen() || cart.time() == CartPole.LONGEST) {
            cart.reset();
        }
    }

    /** A push is worth 1 for standing, and what the best push after it is worth, a little discounted. */
    private static void learn(Layer net, Layer judge, Optimizer<?> optimizer, Memory.Some some) {
        var worth = noGrad(() -> {
            var chosen = net.call(some.after()).argmax(1, true);
            return judge.call(some.after()).gather(1, chosen).squeeze(1).mul(some.standing()).mul(DISCOUNT).add(1);
        });
        optimizer.zeroGrad();
        var loss = huberLoss(net.call(some.before()).gather(1, some.actions()).squeeze(1), worth);
        loss.backward();
        clipGradNorm_(net.parameters(), 10);
        optimizer.step();
        noGrad(() -> follow(net.parameters(), judge.parameters()));
    }

    private static void follow(List<Tensor> leading, List<Tensor> following) {
        for (int i = 0; i < leading.size(); i++) {
            following.get(i).lerp_(leading.get(i), FOLLOWING);
        }
    }

    private int best(Layer net, double[] state) {
        return (int) noGrad(() -> net.call(tensor(state).to(on).unsqueeze(0)).argmax()).itemLong();
    }

    /** The mean over ten games without curiosity. */
    private double standing(Layer net) {
        var cart = new CartPole(1);
        double sum = 0;
        for (int game = 0; game < 10; game++) {
            cart.reset();
            while (!cart.fallen() && cart.time() < CartPole.LONGEST) {
                cart.push(best(net, cart.state()));
            }
            sum += cart.time();
        }
        return sum / 10;
    }
}
