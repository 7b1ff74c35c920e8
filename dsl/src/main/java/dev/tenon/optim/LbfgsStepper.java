package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps by LBFGS: all parameters are one vector. */
final class LbfgsStepper implements Stepper<Lbfgs> {
    /** Curvature below which a pair of changes says nothing. */
    private static final double LEAST_CURVATURE = 1e-10;

    /** How gradient and parameters changed once. */
    private record Pair(Tensor gradient, Tensor step, double inverse) {}

    private final FlatParameters flat;
    private final List<Pair> pairs = new ArrayList<>();
    private Tensor direction;
    private Tensor before;
    private double length;
    private double scale = 1;
    private double lossBefore;
    private long iterations;
    private long evaluations;

    LbfgsStepper(List<Tensor> parameters) {
        flat = new FlatParameters(parameters);
        direction = flat.zeros();
        before = flat.zeros();
    }

    @Override
    public boolean asksClosure() {
        return true;
    }

    @Override
    public boolean isFresh() {
        return iterations == 0;
    }

    @Override
    public Tensor step(Lbfgs options, @Nullable Supplier<Tensor> closure) {
        if (closure == null) {
            throw new ArgumentException("LBFGS: a step computes the loss several times, and needs to be told how"
                + "\n  try:   optimizer.step(() -> { optimizer.zeroGrad(); var loss = ...; loss.backward(); return loss; })");
        }
        var first = closure.get();
        evaluations++;
        var gradient = flat.gradient();
        if (largest(gradient) > options.toleranceGrad()) {
            iterate(options, closure, first.item(), gradient);
        }
        return first;
    }

    private void iterate(Lbfgs options, Supplier<Tensor> closure, double firstLoss, Tensor firstGradient) {
        double loss = firstLoss;
        var gradient = firstGradient;
        long asked = 1;
        for (long i = 1; i <= options.maxIter(); i++) {
            iterations++;
            direct(options, gradient);
            before = gradient.escape();
            lossBefore = loss;
            length = iterations == 1 ? Math.min(1, 1 / gradient.abs().sum().item()) * options.lr() : options.lr();
            double slope = dot(gradient, direction);
            if (slope > -options.toleranceChange()) {
                return;
            }
            long more = 0;
            if (options.lineSearchFn().equals("strong_wolfe")) {
                var search = new StrongWolfe(flat, closure, direction, options.evaluations() - asked);
                var found = search.from(loss, gradient, slope, length);
                loss = found.loss();
                gradient = found.gradient();
                length = found.length();
                more = search.evaluations();
                flat.add(length, direction);
            } else {
                flat.add(length, direction);
                if (i < options.maxIter()) {
                    loss = closure.get().item();
                    gradient = flat.gradient();
                    more = 1;
                }
            }
            asked += more;
            evaluations += more;
            boolean still = largest(direction) * Math.abs(length) <= options.toleranceChange()
                || Math.abs(loss - lossBefore) < options.toleranceChange();
            if (asked >= options.evaluations() || largest(gradient) <= options.toleranceGrad() || still) {
                return;
            }
        }
    }

    /** The direction: the gradient times the inverse Hessian that the pairs say, in two loops over them. */
    private void direct(Lbfgs options, Tensor gradient) {
        if (iterations == 1) {
            direction = gradient.neg().escape();
            pairs.clear();
            scale = 1;
            return;
        }
        remember(options, gradient.sub(before), direction.mul(length));
        var shares = new double[pairs.size()];
        var vector = gradient.neg();
        for (int i = pairs.size() - 1; i >= 0; i--) {
            shares[i] = dot(pairs.get(i).step, vector) * pairs.get(i).inverse;
            vector.add_(pairs.get(i).gradient, -shares[i]);
        }
        vector.mul_(scale);
        for (int i = 0; i < pairs.size(); i++) {
            double share = dot(pairs.get(i).gradient, vector) * pairs.get(i).inverse;
            vector.add_(pairs.get(i).step, shares[i] - share);
        }
        direction = vector.escape();
    }

    private void remember(Lbfgs options, Tensor gradient, Tensor step) {
        double curvature = dot(gradient, step);
        if (curvature > LEAST_CURVATURE) {
            if (pairs.size() == options.historySize()) {
                pairs.removeFirst();
            }
            pairs.add(new Pair(gradient.escape(), step.escape(), 1 / curvature));
            scale = curvature / dot(gradient, gradient);
        }
    }

    static double dot(Tensor a, Tensor b) {
        return a.dot(b).item();
    }

    static double largest(Tensor vector) {
        return vector.abs().amax().item();
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    @Override
    public void save(int first, Map<String, Tensor> into) {
        var prefix = first + ".";
        into.put(prefix + "func_evals", Creation.full(new long[0], evaluations, DType.INT64, Device.CPU));
        into.put(prefix + "n_iter", Creation.full(new long[0], iterations, DType.INT64, Device.CPU));
        into.put(prefix + "d", direction);
        into.put(prefix + "t", Setting.tensor(length));
        into.put(prefix + "old_dirs", stacked(pairs.stream().map(Pair::gradient).toList()));
        into.put(prefix + "old_stps", stacked(pairs.stream().map(Pair::step).toList()));
        into.put(prefix + "ro", Setting.tensor(pairs.stream().map(Pair::inverse).toList()));
        into.put(prefix + "H_diag", Setting.tensor(scale));
        into.put(prefix + "prev_flat_grad", before);
        into.put(prefix + "prev_loss", Setting.tensor(lossBefore));
    }

    private Tensor stacked(List<Tensor> vectors) {
        return vectors.isEmpty() ? flat.zeros().unsqueeze(0).narrow(0, 0, 0) : Ops.stack(vectors);
    }

    @Override
    public Runnable read(int first, Map<String, Tensor> from) {
        var prefix = first + ".";
        long asked = StateEntry.count(from, prefix + "func_evals");
        long iterated = StateEntry.count(from, prefix + "n_iter");
        var loadedDirection = StateEntry.like(direction, from, prefix + "d").clone();
        var loadedBefore = StateEntry.like(before, from, prefix + "prev_flat_grad").clone();
        double loadedLength = StateEntry.number(from, prefix + "t");
        double loadedScale = StateEntry.number(from, prefix + "H_diag");
        double loadedLoss = StateEntry.number(from, prefix + "prev_loss");
        var loaded = pairs(prefix, from);
        return () -> {
            evaluations = asked;
            iterations = iterated;
            direction = loadedDirection.escape();
            before = loadedBefore.escape();
            length = loadedLength;
            scale = loadedScale;
            lossBefore = loadedLoss;
            pairs.clear();
            pairs.addAll(loaded);
        };
    }

    private List<Pair> pairs(String prefix, Map<String, Tensor> from) {
        var gradients = rows(from, prefix + "old_dirs");
        var steps = rows(from, prefix + "old_stps");
        var inverses = StateEntry.of(from, prefix + "ro").toDoubleArray();
        if (gradients.size() != steps.size() || steps.size() != inverses.length) {
            throw new ShapeException("loadStateDict: '" + prefix + "old_dirs', 'old_stps' and 'ro' must have one length, got "
                + gradients.size() + ", " + steps.size() + " and " + inverses.length);
        }
        var loaded = new ArrayList<Pair>();
        for (int i = 0; i < inverses.length; i++) {
            loaded.add(new Pair(gradients.get(i), steps.get(i), inverses[i]));
        }
        return loaded;
    }

    private List<Tensor> rows(Map<String, Tensor> from, String name) {
        var saved = StateEntry.of(from, name);
        if (saved.rank() != 2 || saved.size(1) != flat.size()) {
            throw new ShapeException("loadStateDict: '" + name + "' has another shape\n  optimizer: [pairs, " + flat.size() + "]   given: "
                + saved.shape());
        }
        var rows = new ArrayList<Tensor>();
        for (long i = 0; i < saved.size(0); i++) {
            rows.add(saved.detach().select(0, i).to(direction.dtype()).to(direction.device()).clone().escape());
        }
        return rows;
    }
}
