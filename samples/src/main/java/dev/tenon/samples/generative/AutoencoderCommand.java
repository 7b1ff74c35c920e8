package dev.tenon.samples.generative;

import static dev.tenon.Tenon.*;

import dev.tenon.plot.Image;
import dev.tenon.samples.DeviceOption;
import dev.tenon.samples.digits.OwnDigits;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon autoencoder}: digits through a narrow code and back; the variational one also makes digits that nobody has drawn. */
@Command(mixinStandardHelpOptions = true,
    description = "Learn a short code for drawn digits; with --variational, one to draw new digits from.")
public final class AutoencoderCommand implements Callable<Integer> {
    private static final int SIDE = 28;
    private static final int UNSEEN = 500;
    private static final int SHOWN = 10;

    @Option(names = "--variational", description = "a variational autoencoder (VAE)")
    private boolean variational;

    @Option(names = "--images", defaultValue = "5000", description = "digits to learn from; default ${DEFAULT-VALUE}")
    private int images = 5000;

    @Option(names = "--epochs", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
    private int epochs = 10;

    @Option(names = "--code", defaultValue = "16", description = "numbers in a code; default ${DEFAULT-VALUE}")
    private long code = 16;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Option(names = "--picture", paramLabel = "FILE", description = "a PNG of unseen digits, what comes back, and new ones if variational")
    private @Nullable Path picture;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        manualSeed(seed);
        var on = device.device();
        var model = new Autoencoder(SIDE * SIDE, code, variational);
        model.to(on);
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        var digits = OwnDigits.drawn(seed, images).batches(64, b -> b.shuffle(seed));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double sum = 0;
            for (var batch : digits) {
                optimizer.zeroGrad();
                var loss = loss(model, batch.x().to(on));
                loss.backward();
                optimizer.step();
                sum += loss.item() * batch.size();
            }
            System.out.printf("epoch %2d  loss %.2f nats an image%n", epoch, sum / images);
        }
        var unseen = OwnDigits.drawn(seed + 1, UNSEEN).all().x().to(on);
        measure(model, unseen);
        if (picture != null) {
            Image.grid(rows(model, unseen.narrow(0, 0, SHOWN)), SHOWN).enlarged(2).save(picture);
        }
        return 0;
    }

    /** The negative evidence lower bound of the variational model; of the plain one, only what the reconstruction costs. */
    private static Tensor loss(Autoencoder model, Tensor batch) {
        var coded = model.encode(batch);
        var pixels = binaryCrossEntropyWithLogits(model.decode(coded.draw()), batch.flatten(1)).mul(SIDE * SIDE);
        return pixels.add(coded.divergence());
    }

    private void measure(Autoencoder model, Tensor unseen) {
        var again = noGrad(() -> model.call(unseen).sigmoid().viewAs(unseen));
        System.out.printf("squared error of unseen digits: %.4f   of their mean image instead: %.4f%n", mseLoss(again, unseen).item(),
            unseen.sub(unseen.mean(0, true)).square().mean().item());
        if (variational) {
            System.out.printf("information in a code: %.1f nats%n", noGrad(() -> model.encode(unseen).divergence()).item());
        }
    }

    private Tensor rows(Autoencoder model, Tensor originals) {
        return noGrad(() -> {
            var again = model.call(originals).sigmoid().viewAs(originals);
            if (!variational) {
                return cat(List.of(originals, again));
            }
            return cat(List.of(originals, again, model.decode(randn(SHOWN, code).to(originals.device())).sigmoid().viewAs(originals)));
        });
    }
}
