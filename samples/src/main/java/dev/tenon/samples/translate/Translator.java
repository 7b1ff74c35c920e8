package dev.tenon.samples.translate;

import static dev.tenon.Tenon.cat;
import static dev.tenon.Tenon.full;
import static dev.tenon.Tenon.noGrad;

import dev.tenon.nn.Layer;
import dev.tenon.nn.attention.SinusoidalPositions;
import dev.tenon.nn.attention.Transformer;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Digits {@code [b, s]} and the words so far {@code [b, t]} to the logits {@code [b, t, words]} of each next word. */
final class Translator extends Layer {
    private final Embedding digits;
    private final Embedding words;
    private final SinusoidalPositions positions = new SinusoidalPositions();
    private final Transformer transformer;
    private final Linear head;

    Translator(long width, long heads, long layers) {
        digits = new Embedding(NumberWords.DIGITS.size(), width);
        words = new Embedding(NumberWords.WORDS.size(), width);
        transformer = new Transformer(width, heads, layers, layers, o -> o.dimFeedforward(2 * width).dropout(0).batchFirst().normFirst());
        head = new Linear(width, NumberWords.WORDS.size());
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        return decode(inputs.get(1), encode(inputs.get(0)), inputs.get(0));
    }

    /** The words of digits {@code [b, s]}, up to as many as the longest number has: {@code [b, t]}. */
    @Override
    public Tensor forward(Tensor source) {
        return noGrad(() -> {
            var memory = encode(source);
            var written = full(new long[] {source.size(0), 1}, NumberWords.START, source.dtype(), source.device());
            for (int i = 1; i < NumberWords.LONGEST; i++) {
                // Greedy: the likeliest word each time. What is written behind an end means nothing.
                var next = decode(written, memory, source).select(1, -1).argmax(-1, true);
                written = cat(List.of(written, next), 1);
            }
            return written.narrow(1, 1, written.size(1) - 1);
        });
    }

    private Tensor encode(Tensor source) {
        return transformer.encoder().forward(positions.call(digits.call(source)), o -> o.keyPaddingMask(padding(source)));
    }

    /** Words see those before them and all digits. Padding need not be hidden from them: it comes last. */
    private Tensor decode(Tensor written, Tensor memory, Tensor source) {
        var decoded = transformer.decoder().forward(positions.call(words.call(written)), memory,
            o -> o.tgtIsCausal(true).memoryKeyPaddingMask(padding(source)));
        return head.call(decoded);
    }

    private static Tensor padding(Tensor source) {
        return source.eq(NumberWords.PADDING);
    }
}
