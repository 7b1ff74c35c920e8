package dev.tenon.samples.chargpt;

import static dev.tenon.Tenon.*;

import dev.tenon.core.Device;
import dev.tenon.data.DataLoader;
import dev.tenon.data.sampler.Sampler;
import dev.tenon.data.text.Vocabulary;
import dev.tenon.nn.Layer;
import dev.tenon.nn.declare.Network;
import dev.tenon.nn.init.Fill;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon char-gpt}: a causal transformer over characters that prints what it would write while it learns. */
@Command(mixinStandardHelpOptions = true, description = "Learn to write like a text, character by character.")
public final class CharGptCommand implements Callable<Integer> {
    private static final double WARM_UP = 0.05;
    private static final double TEMPERATURE = 0.8;

    @Option(names = "--text", paramLabel = "FILE", required = true, description = "a text in UTF-8; its last tenth is held out")
    private Path text = Path.of("");

    @Option(names = "--steps", defaultValue = "3000", description = "default ${DEFAULT-VALUE}")
    private int steps = 3000;

    @Option(names = "--minutes", defaultValue = "10", description = "ends before all steps are done; default ${DEFAULT-VALUE}")
    private double minutes = 10;

    @Option(names = "--every", defaultValue = "250", description = "steps between two reports; default ${DEFAULT-VALUE}")
    private int every = 250;

    @Option(names = "--layers", defaultValue = "4", description = "default ${DEFAULT-VALUE}")
    private int layers = 4;

    @Option(names = "--width", defaultValue = "128", description = "numbers for a character, 32 for each head; default ${DEFAULT-VALUE}")
    private int width = 128;

    @Option(names = "--context", defaultValue = "128", description = "characters that it sees; default ${DEFAULT-VALUE}")
    private int context = 128;

    @Option(names = "--batch", defaultValue = "16", description = "default ${DEFAULT-VALUE}")
    private int batch = 16;

    @Option(names = "--lr", defaultValue = "0.002", description = "the highest learning rate; default ${DEFAULT-VALUE}")
    private double lr = 2e-3;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Mixin
    private DeviceOption device = new DeviceOption();

    private long begin;

    @Override
    public Integer call() {
        var on = device.device();
        manualSeed(seed);
        var whole = text(text);
        var known = whole.characters().vocabulary();
        var parts = whole.split(0.9);
        // What a step sees is drawn from all places of the text, and a place may come again.
        var training = parts.get(0).characters(known).windows(context)
            .batches(batch, b -> b.shuffle(seed).sampler(Sampler.replacing(Math.multiplyExact(steps, batch))));
        var held = parts.get(1).characters(known).windows(context, context).batches(batch);
        var model = declare(known.size()).build(on, seed(seed));
        System.out.printf("%,d characters, %d different; %,d parameters%n", whole.content().length(), known.size(),
            model.parameters().stream().mapToLong(Tensor::numel).sum());
        learn(model, training, held, known, on);
        return 0;
    }

    /** Characters {@code [b, t]} to the logits {@code [b, t, characters]} of those that follow. */
    private Network declare(int characters) {
        return sequential(tokens(context), s -> s
            .embedding(characters, width).init(Fill.normal(0, 0.02)).learnedPositions()
            .transformerEncoder(layers, Math.max(1, width / 32), o -> o.dimFeedforward(4L * width).dropout(0).gelu().normFirst().causal())
            .linear(characters));
    }

    private void learn(Layer model, DataLoader training, DataLoader held, Vocabulary known, Device on) {
        var optimizer = adamW(o -> o.lr(lr).betas(0.9, 0.99).weightDecay(0.1)).over(model.parameters());
        begin = System.nanoTime();
        var schedule = lambdaLr(o -> o.lrLambda(this::rate)).over(optimizer);
        long step = 0;
        for (var windows : training) {
            var there = windows.to(on);
            optimizer.zeroGrad();
            var loss = loss(model.call(there.x()), there.y());
            loss.backward();
            clipGradNorm_(model.parameters(), 1);
            optimizer.step();
            schedule.step();
            step++;
            boolean last = done(step) >= 1;
            if (last || step % every == 0) {
                System.out.printf("step %5d  %4.1f min  loss %.3f  held out %.3f nats per character%n%s%n%n", step, spent(), loss.item(),
                    evaluate(model, held, CharGptCommand::loss).loss(), write(model, known, on, last ? 600 : 200));
            }
            if (last) {
                break;
            }
        }
    }

    private static Tensor loss(Tensor logits, Tensor next) {
        return crossEntropy(logits.flatten(0, 1), next.flatten());
    }

    private double spent() {
        return (System.nanoTime() - begin) / 60e9;
    }

    /** The share of the training that is behind us; the time may be over before the steps are. */
    private double done(long step) {
        return Math.max((double) step / steps, spent() / minutes);
    }

    /** Up along a line, and then down along half a cosine to a tenth. */
    private double rate(long step) {
        double done = Math.min(1, done(step));
        return done < WARM_UP ? (done + 1e-3) / WARM_UP : 0.55 + 0.45 * Math.cos(Math.PI * (done - WARM_UP) / (1 - WARM_UP));
    }

    /** What it writes behind character 0: the first in Unicode's order, which in most texts is the end of a line. */
    private String write(Layer model, Vocabulary known, Device on, int length) {
        model.eval();
        var written = new long[1 + length];
        for (int i = 1; i <= length; i++) {
            var seen = tensor(Arrays.copyOfRange(written, Math.max(0, i - context), i)).unsqueeze(0);
            var next = noGrad(() -> model.call(seen.to(on)).select(1, -1).div(TEMPERATURE).softmax(-1).multinomial(1));
            written[i] = next.itemLong();
        }
        model.train();
        return known.text(Arrays.copyOfRange(written, 1, written.length));
    }
}
