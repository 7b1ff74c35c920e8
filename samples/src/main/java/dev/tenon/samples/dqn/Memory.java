package dev.tenon.samples.dqn;

import static dev.tenon.Tenon.tensor;

import dev.tenon.core.Device;
import dev.tenon.tensor.Tensor;
import java.util.SplittableRandom;

/** The last things that happened, to learn from in random order: neighbours in time are too much alike. */
final class Memory {
    private final double[][] before;
    private final double[][] after;
    private final long[] actions;
    private final double[] standing;
    private int size;
    private int next;

    /**
     * Some of what happened.
     *
     * @param before states {@code [n, 4]}
     * @param actions {@code [n, 1]}
     * @param after the states that came of it
     * @param standing {@code [n]}, 0 where it had fallen
     */
    record Some(Tensor before, Tensor actions, Tensor after, Tensor standing) {}

    Memory(int capacity) {
        before = new double[capacity][];
        after = new double[capacity][];
        actions = new long[capacity];
        standing = new double[capacity];
    }

    void add(double[] state, int action, double[] then, boolean fallen) {
        before[next] = state;
        actions[next] = action;
        after[next] = then;
        standing[next] = fallen ? 0 : 1;
        next = (next + 1) % actions.length;
        size = Math.max(size, next == 0 ? actions.length : next);
    }

    /** So many things that happened, drawn at random. */
    Some some(int count, SplittableRandom random, Device on) {
        var from = new double[count][];
        var to = new double[count][];
        var done = new long[count];
        var still = new double[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(size);
            from[i] = before[at];
            to[i] = after[at];
            done[i] = actions[at];
            still[i] = standing[at];
        }
        return new Some(tensor(from).to(on), tensor(done).unsqueeze(1).to(on), tensor(to).to(on), tensor(still).to(on));
    }
}
