package dev.tenon.optim;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Searches along a direction for a step that lowers the loss enough and flattens it enough: first a bracket that holds such a step, then
 * ever smaller ones, by cubic interpolation.
 *
 * @see <a href="https://doi.org/10.1007/978-0-387-40065-5">Nocedal and Wright, Numerical optimization, algorithms 3.5 and 3.6</a>
 */
final class StrongWolfe {
    private static final double ENOUGH_LESS = 1e-4;
    private static final double ENOUGH_FLATTER = 0.9;
    private static final double LEAST_BRACKET = 1e-9;

    /** What was found at a length of the step: the loss, the gradient, and its slope along the direction. */
    record Trial(double length, double loss, Tensor gradient, double slope) {}

    private final FlatParameters parameters;
    private final Supplier<Tensor> closure;
    private final Tensor direction;
    private final long most;
    private final List<Tensor> start;
    private long evaluations;

    StrongWolfe(FlatParameters parameters, Supplier<Tensor> closure, Tensor direction, long most) {
        this.parameters = parameters;
        this.closure = closure;
        this.direction = direction;
        this.most = most;
        this.start = parameters.copies();
    }

    long evaluations() {
        return evaluations;
    }

    private Trial at(double length) {
        parameters.add(length, direction);
        double loss = closure.get().item();
        var gradient = parameters.gradient();
        parameters.set(start);
        evaluations++;
        return new Trial(length, loss, gradient, LbfgsStepper.dot(gradient, direction));
    }

    /** The best step, tried first at {@code length}; the parameters stay where they are. */
    Trial from(double loss, Tensor gradient, double slope, double length) {
        var origin = new Trial(0, loss, gradient, slope);
        var bracket = new ArrayList<Trial>();
        long tries = bracket(origin, at(length), bracket);
        if (bracket.size() == 2 && tries < most) {
            narrow(origin, bracket, tries);
        }
        return bracket.size() == 1 || bracket.get(0).loss <= bracket.get(1).loss ? bracket.get(0) : bracket.get(1);
    }

    private static boolean isTooHigh(Trial origin, Trial trial) {
        return trial.loss > origin.loss + ENOUGH_LESS * trial.length * origin.slope;
    }

    private static boolean isFlatter(Trial origin, Trial trial) {
        return Math.abs(trial.slope) <= -ENOUGH_FLATTER * origin.slope;
    }

    /** Goes on until two trials have a good step between them, or one is good. */
    private long bracket(Trial origin, Trial first, List<Trial> bracket) {
        var before = origin;
        var now = first;
        for (long tries = 0; tries < most; tries++) {
            boolean isGood = !isTooHigh(origin, now) && !(tries > 1 && now.loss >= before.loss) && isFlatter(origin, now);
            if (isGood) {
                bracket.add(now);
                return tries;
            }
            if (isTooHigh(origin, now) || tries > 1 && now.loss >= before.loss || now.slope >= 0) {
                bracket.add(before);
                bracket.add(now);
                return tries;
            }
            double next = interpolated(before, now, now.length + 0.01 * (now.length - before.length), now.length * 10);
            before = now;
            now = at(next);
        }
        bracket.add(origin);
        bracket.add(now);
        return most;
    }

    /** Makes the bracket smaller until one of its ends is good. */
    private void narrow(Trial origin, List<Trial> bracket, long triesBefore) {
        double size = LbfgsStepper.largest(direction);
        int low = bracket.get(0).loss <= bracket.get(1).loss ? 0 : 1;
        boolean slow = false;
        for (long tries = triesBefore; tries < most; tries++) {
            double least = Math.min(bracket.get(0).length, bracket.get(1).length);
            double largest = Math.max(bracket.get(0).length, bracket.get(1).length);
            if ((largest - least) * size < LEAST_BRACKET) {
                return;
            }
            double length = interpolated(bracket.get(0), bracket.get(1), least, largest);
            double margin = 0.1 * (largest - least);
            boolean isClose = Math.min(largest - length, length - least) < margin;
            if (isClose && (slow || length >= largest || length <= least)) {
                length = Math.abs(length - largest) < Math.abs(length - least) ? largest - margin : least + margin;
                slow = false;
            } else {
                slow = isClose;
            }
            var trial = at(length);
            if (isTooHigh(origin, trial) || trial.loss >= bracket.get(low).loss) {
                bracket.set(1 - low, trial);
                low = bracket.get(0).loss <= bracket.get(1).loss ? 0 : 1;
                continue;
            }
            boolean isGood = isFlatter(origin, trial);
            if (!isGood && trial.slope * (bracket.get(1 - low).length - bracket.get(low).length) >= 0) {
                bracket.set(1 - low, bracket.get(low));
            }
            bracket.set(low, trial);
            if (isGood) {
                keep(bracket, trial);
                return;
            }
        }
        keep(bracket, bracket.get(low));
    }

    private static void keep(List<Trial> bracket, Trial found) {
        bracket.clear();
        bracket.add(found);
    }

    /** Where the cubic through two trials is least, within bounds. */
    private static double interpolated(Trial a, Trial b, double least, double largest) {
        double first = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.length - b.length);
        double square = first * first - a.slope * b.slope;
        if (square < 0) {
            return (least + largest) / 2;
        }
        double root = Math.sqrt(square);
        double at = a.length <= b.length ? b.length - (b.length - a.length) * ((b.slope + root - first) / (b.slope - a.slope + 2 * root))
            : a.length - (a.length - b.length) * ((a.slope + root - first) / (a.slope - b.slope + 2 * root));
        return Math.min(Math.max(at, least), largest);
    }
}
