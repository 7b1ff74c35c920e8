package dev.tenon.train;

import dev.tenon.data.Dataset;
import java.util.List;

/**
 * Trainings that each leave out another part of the data and validate with it.
 *
 * @param runs one for each part
 */
public record CrossValidation(List<Run> runs) {
    /** Trains a model of its own. */
    @FunctionalInterface
    public interface Training {
        Run train(Dataset training, Dataset validation);
    }

    public CrossValidation {
        runs = List.copyOf(runs);
    }

    /**
     * Trains once for each of the parts of {@link Dataset#kFold}:
     * {@snippet :
     * var result = crossValidate(data, 5, 42, (training, validation) -> train(network.build(cpu(), seed(1)), t -> t
     *     .data(training.batches(32, b -> b.shuffle(1))).validate(validation.batches(256))
     *     .loss(crossEntropy()).optimizer(adam(o -> o)).metrics(accuracy()).epochs(10)));
     * println(result.mean("accuracy") + " +- " + result.deviation("accuracy"));
     * }
     *
     * @throws dev.tenon.core.ArgumentException if there are fewer than 2 parts, or fewer samples than parts
     */
    public static CrossValidation of(Dataset data, int folds, long seed, Training training) {
        return new CrossValidation(data.kFold(folds, seed).stream().map(fold -> training.train(fold.train(), fold.validation())).toList());
    }

    /** The last measure of each run, as {@link History#last} has it. */
    public List<Double> each(String measure) {
        return runs.stream().map(run -> run.history().last(measure)).toList();
    }

    /** The mean of a measure over the runs. */
    public double mean(String measure) {
        return each(measure).stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }

    /** The standard deviation of a measure over the runs, with the divisor {@code n - 1}. */
    public double deviation(String measure) {
        double mean = mean(measure);
        double squares = each(measure).stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        return Math.sqrt(squares / (runs.size() - 1));
    }
}
