package dev.tenon.samples.sentiment;

import static dev.tenon.Tenon.packPaddedSequence;
import static dev.tenon.Tenon.tensor;

import dev.tenon.nn.Layer;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.recurrent.Lstm;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Words {@code [b, longest]} and how many each sentence has, {@code [b]}, to the logits {@code [b, 2]} of blame and praise. */
final class SentimentLstm extends Layer {
    private final Embedding embedding;
    private final Lstm lstm;
    private final Linear head;

    SentimentLstm(long words, long width, long hidden) {
        embedding = new Embedding(words, width, 0L);
        lstm = new Lstm(width, hidden);
        head = new Linear(hidden, 2);
    }

    /** Packed, the LSTM computes nothing for the padding, and its last state is that behind each sentence's own last word. */
    @Override
    public Tensor forward(List<Tensor> inputs) {
        var embedded = embedding.call(inputs.get(0));
        var packed = packPaddedSequence(embedded, inputs.get(1).toLongArray(), true, false);
        return head.call(lstm.forwardAll(packed).hidden().select(0, -1));
    }

    /** One sentence {@code [words]}. */
    @Override
    public Tensor forward(Tensor words) {
        return forward(List.of(words.unsqueeze(0), tensor(new long[] {words.numel()})));
    }
}
