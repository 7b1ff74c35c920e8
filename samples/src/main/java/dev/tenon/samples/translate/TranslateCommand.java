package dev.tenon.samples.translate;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.data.Collation;
import dev.tenon.data.DataLoader;
import dev.tenon.data.Dataset;
import dev.tenon.nn.Loss;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon translate}: learns from pairs of digits and words, and is asked for numbers it has not seen. */
@Command(mixinStandardHelpOptions = true, description = "Learn to write numbers in words with an encoder and a decoder.")
public final class TranslateCommand implements Callable<Integer> {
    /** A padded batch ends with words that nobody asked for. */
    private static final Loss LOSS = crossEntropy(o -> o.ignoreIndex(NumberWords.PADDING));

    @Option(names = "--numbers", defaultValue = "16000", description = "to learn from; default ${DEFAULT-VALUE}")
    private int numbers = 16_000;

    @Option(names = "--unseen", defaultValue = "1000", description = "to be tested on; default ${DEFAULT-VALUE}")
    private int unseen = 1000;

    @Option(names = "--epochs", defaultValue = "3", description = "default ${DEFAULT-VALUE}")
    private int epochs = 3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        var on = device.device();
        manualSeed(seed);
        var random = new SplittableRandom(seed);
        var learnt = IntStream.generate(() -> draw(random)).limit(numbers).toArray();
        var known = Arrays.stream(learnt).boxed().collect(Collectors.toSet());
        var asked = IntStream.generate(() -> draw(random)).filter(number -> !known.contains(number)).distinct().limit(unseen).toArray();
        var training = dataset(learnt).batches(64, b -> b.shuffle(seed).collate(Collation.padded()));
        var test = dataset(asked).batches(250, b -> b.collate(Collation.padded()));
        var model = new Translator(64, 4, 2);
        model.to(on);
        learn(model, training, test, on);
        for (int number : new int[] {7, 40, 4207, 90_019, 812_345}) {
            var words = model.call(tensor(NumberWords.digits(number)).unsqueeze(0).to(on));
            System.out.printf("%7d  %s%n", number, NumberWords.text(words.toLongArray()));
        }
        System.out.printf("test accuracy %.4f (%d unseen numbers, all words right)%n", accuracy(model, test, on), unseen);
        return 0;
    }

    private void learn(Translator model, DataLoader training, DataLoader test, Device on) {
        var optimizer = adamW(o -> o.lr(2e-3)).over(model.parameters());
        long steps = training.size() * epochs;
        long rising = Math.max(1, steps / 20);
        var schedule = warmUp(rising, cosineAnnealing(o -> o.tMax(steps - rising))).over(optimizer);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double sum = 0;
            for (var batch : training) {
                var pair = batch.to(on);
                optimizer.zeroGrad();
                var loss = loss(model, pair.x(), pair.y());
                loss.backward();
                optimizer.step();
                schedule.step();
                sum += loss.item();
            }
            System.out.printf("epoch %d  loss %.4f  test accuracy %.3f%n", epoch, sum / training.size(), accuracy(model, test, on));
        }
    }

    /** Each word is asked for behind the right ones before it, all at once: that the decoder is causal makes that the same. */
    private static Tensor loss(Translator model, Tensor digits, Tensor words) {
        long length = words.size(1) - 1;
        var logits = model.call(digits, words.narrow(1, 0, length));
        return LOSS.of(logits.flatten(0, 1), words.narrow(1, 1, length).flatten());
    }

    /** How many are right from the first to the last word when the model reads nothing but its own ones. */
    private static double accuracy(Translator model, DataLoader test, Device on) {
        model.eval();
        long right = 0;
        long all = 0;
        for (var batch : test) {
            var written = model.call(batch.x().to(on)).unbind(0);
            var words = batch.y().narrow(1, 1, batch.y().size(1) - 1).unbind(0);
            for (int i = 0; i < words.size(); i++, all++) {
                right += NumberWords.text(written.get(i).toLongArray()).equals(NumberWords.text(words.get(i).toLongArray())) ? 1 : 0;
            }
        }
        model.train();
        return (double) right / all;
    }

    private static Dataset dataset(int... drawn) {
        return Dataset.of(drawn.length, i -> NumberWords.sample(drawn[(int) i]));
    }

    /** As often of one digit as of six, so that short ones come again and again: most of those below a million have six. */
    private static int draw(RandomGenerator random) {
        return random.nextInt((int) Math.pow(10, 1 + random.nextInt(6)));
    }
}
