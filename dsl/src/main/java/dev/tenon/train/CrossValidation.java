package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

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
     * Shuffles the samples, divides them into {@code folds} parts whose sizes differ by one at most, and trains once for each:
     * {@snippet :
     * var result = crossValidate(data, 5, 42, (training, validation) -> train(network.build(cpu(), seed(1)), t -> t
     *     .data(training.batches(32, b -> b.shuffle(1))).validate(validation.batches(256))
     *     .loss(crossEntropy()).optimizer(adam(o -> o)).metrics(accuracy()).epochs(10)));
     * println(result.mean("accuracy") + " +- " + result.deviation("accuracy"));
     * }
     *
     * @throws ArgumentException if there are fewer than 2 parts, or fewer samples than parts
     */
    public static CrossValidation of(Dataset data, int folds, long seed, Training training) {
        if (folds < 2 || folds > data.size()) {
            throw new ArgumentException("crossValidate: folds must be from 2 to the number of samples, " + data.size() + ", got " + folds);
        }
        var order = new Generator(seed).randperm(data.size(), DType.INT64, Device.CPU).toLongArray();
        var runs = new ArrayList<Run>();
        for (int fold = 0; fold < folds; fold++) {
            long from = fold * data.size() / folds;
            long to = (fold + 1) * data.size() / folds;
            var rest = LongStream.concat(LongStream.range(0, from), LongStream.range(to, order.length));
            runs.add(training.train(data.subset(rest.map(i -> order[(int) i]).toArray()),
                data.subset(LongStream.range(from, to).map(i -> order[(int) i]).toArray())));
        }
        return new CrossValidation(runs);
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
