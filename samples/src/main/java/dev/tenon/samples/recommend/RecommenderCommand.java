package dev.tenon.samples.recommend;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.samples.DeviceOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon recommender}: learns from ratings what else somebody would like. */
@Command(mixinStandardHelpOptions = true, description = "Learn from ratings, by matrix factorisation or two towers, and recommend.")
public final class RecommenderCommand implements Callable<Integer> {
    /** The two ways. */
    enum Model {
        FACTORS, TOWERS
    }

    private static final int BEST = 5;

    @Option(names = "--model", paramLabel = "factors|towers", defaultValue = "factors", description = "default ${DEFAULT-VALUE}")
    private Model model = Model.FACTORS;

    @Option(names = "--ratings", defaultValue = "15000", description = "ratings to learn from; default ${DEFAULT-VALUE}")
    private int count = 15_000;

    @Option(names = "--epochs", defaultValue = "15", description = "default ${DEFAULT-VALUE}")
    private int epochs = 15;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        manualSeed(seed);
        var on = device.device();
        var ratings = new Ratings(seed);
        var learnt = ratings.some(count);
        var unseen = ratings.some(3000);
        var net = model == Model.FACTORS ? new Factors(8) : new Towers(16);
        net.to(on);
        train(net, t -> t.data(learnt.batches(128, b -> b.shuffle(seed))).validate(unseen.batches(1000)).loss(mseLoss())
            .optimizer(adamW(o -> o.lr(5e-3).weightDecay(0.1))).epochs(epochs).progress());
        double error = evaluate(net, unseen.batches(1000), mseLoss()).loss();
        // What always answering the mean would come to.
        var all = unseen.all().y();
        System.out.printf("root mean squared error: %.3f   of the mean alone: %.3f   of the truth, because of moods: %.2f%n",
            Math.sqrt(error), all.std().item(), Ratings.MOOD);
        recommend(net, ratings, on);
        return 0;
    }

    /** The best items for each user, and what these users truly think of them. */
    private static void recommend(Layer net, Ratings ratings, Device on) {
        double recommended = 0;
        double any = 0;
        net.eval();
        for (int user = 0; user < Ratings.USERS; user++) {
            int who = user;
            var questions = new long[Ratings.ITEMS][];
            Arrays.setAll(questions, item -> ratings.question(who, item));
            for (long item : noGrad(() -> net.call(tensor(questions).to(on))).topk(BEST).indices().toLongArray()) {
                recommended += ratings.truth(user, (int) item) / BEST;
            }
            for (int item = 0; item < Ratings.ITEMS; item++) {
                any += ratings.truth(user, item) / Ratings.ITEMS;
            }
        }
        System.out.printf("what users think of the %d recommended items: %.2f   of any: %.2f%n", BEST, recommended / Ratings.USERS,
            any / Ratings.USERS);
    }
}
