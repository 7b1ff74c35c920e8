package dev.tenon.samples.sentiment;

import static dev.tenon.Tenon.*;

import dev.tenon.data.Collation;
import dev.tenon.samples.DeviceOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon sentiment-lstm}: sequences of different lengths, packed. */
@Command(mixinStandardHelpOptions = true, description = "Learn whether sentences of different lengths praise or blame.")
public final class SentimentLstmCommand implements Callable<Integer> {
    private static final int UNSEEN = 2000;

    @Option(names = "--sentences", defaultValue = "8000", description = "to learn from; default ${DEFAULT-VALUE}")
    private int sentences = 8000;

    @Option(names = "--epochs", defaultValue = "6", description = "default ${DEFAULT-VALUE}")
    private int epochs = 6;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var on = device.device();
        manualSeed(seed);
        var reviews = new Reviews(new SplittableRandom(seed));
        var model = new SentimentLstm(Reviews.WORDS.size(), 32, 64).to(on);
        System.out.println(model);
        var run = train(model, t -> t
            .data(reviews.dataset(sentences).batches(64, b -> b.shuffle(seed).collate(Collation.padded())))
            .validate(reviews.dataset(UNSEEN).batches(500, b -> b.collate(Collation.padded())))
            .loss(crossEntropy()).optimizer(adam(o -> o.lr(3e-3))).metrics(accuracy()).epochs(epochs).progress());
        model.eval();
        for (var sentence : List.of("the plot was good", "the plot was not good", "the cast was good but the plot was not very good",
            "the cast was not very good but the plot was good")) {
            double praise = noGrad(() -> model.call(tensor(Reviews.numbers(sentence)).to(on)).softmax(-1)).get(0, 1).item();
            System.out.printf("%4.0f %% praise: %s%n", 100 * praise, sentence);
        }
        System.out.printf("test accuracy %.4f (%d sentences)%n", run.history().last("accuracy"), UNSEEN);
        return 0;
    }
}
