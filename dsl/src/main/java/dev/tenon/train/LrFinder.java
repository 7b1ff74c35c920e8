package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Tries learning rates that grow from step to step by a factor, until the loss goes up: where it falls most steeply a training learns best.
 *
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith (2017)</a>
 */
public final class LrFinder {
    private LrFinder() {}

    /**
     * Which rates are tried.
     *
     * @param from the first; 1e-7
     * @param to the last; 10
     * @param steps how many steps are taken; 100
     * @param smoothing how much of the mean loss is that of earlier steps, in [0, 1); 0.95
     * @param stopFactor the multiple of the least loss that ends the search; 4
     */
    public record Options(double from, double to, int steps, double smoothing, double stopFactor) {
        /** From 1e-7 to 10 in 100 steps. */
        public static final Options DEFAULT = new Options(1e-7, 10, 100, 0.95, 4);

        public Options {
            if (!(from > 0 && to > from && steps >= 2 && smoothing >= 0 && smoothing < 1 && stopFactor > 1)) {
                throw new ArgumentException(
                    "findLr: wants 0 < from < to, at least 2 steps, smoothing in [0, 1) and a stopFactor above 1, got "
                        + from + ", " + to + ", " + steps + ", " + smoothing + ", " + stopFactor);
            }
        }

        /** Another first rate. */
        public Options from(double rate) {
            return new Options(rate, to, steps, smoothing, stopFactor);
        }

        /** Another last rate. */
        public Options to(double rate) {
            return new Options(from, rate, steps, smoothing, stopFactor);
        }

        /** More or fewer steps. */
        public Options steps(int count) {
            return new Options(from, to, count, smoothing, stopFactor);
        }

        /** Smoother or less smooth. */
        public Options smoothing(double share) {
            return new Options(from, to, steps, share, stopFactor);
        }

        /** Another multiple of the least loss that ends the search. */
        public Options stopFactor(double factor) {
            return new Options(from, to, steps, smoothing, factor);
        }

        double rate(long step) {
            return from * Math.pow(to / from, step / (steps - 1.0));
        }
    }

    /** Takes the steps of a training with growing rates; model and random numbers are as before afterwards. Callbacks hear nothing of it. */
    public static LrCurve find(Layer model, UnaryOperator<TrainingOptions> training, UnaryOperator<Options> search) {
        var before = new LinkedHashMap<String, Tensor>();
        model.stateDict().forEach((name, tensor) -> before.put(name, tensor.detach().clone().escape()));
        var random = RandomState.of(model);
        boolean trains = model.isTraining();
        var options = search.apply(Options.DEFAULT);
        var sweep = new Sweep(options);
        try {
            Trainer.train(model, training.apply(TrainingOptions.DEFAULT).plan.alone(sweep, options.steps()));
        } finally {
            model.loadStateDict(before);
            model.mode(trains);
            random.restore();
        }
        return new LrCurve(sweep.rates, sweep.losses);
    }

    /** Sets the rates and notes the losses. */
    private static final class Sweep implements Callback {
        private final Options options;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private double mean;
        private double least = Double.POSITIVE_INFINITY;

        Sweep(Options options) {
            this.options = options;
        }

        @Override
        public void stepBegins(TrainingContext training) {
            training.optimizers().values().forEach(optimizer -> optimizer.lr(options.rate(training.step())));
        }

        /** The mean is that of Adam's moments: without its first value, 0. */
        @Override
        public void stepEnds(TrainingContext training) {
            mean = options.smoothing() * mean + (1 - options.smoothing()) * training.loss();
            double smooth = mean / (1 - Math.pow(options.smoothing(), training.step()));
            if (!Double.isFinite(smooth)) {
                training.stop("the loss is " + training.loss());
                return;
            }
            rates.add(options.rate(training.step() - 1));
            losses.add(smooth);
            least = Math.min(least, smooth);
            if (smooth > options.stopFactor() * least && least > 0) {
                training.stop("the loss has grown");
            }
        }
    }
}
