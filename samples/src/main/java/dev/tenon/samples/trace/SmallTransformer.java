package dev.tenon.samples.trace;

import static dev.tenon.Tenon.tensor;

import dev.tenon.nn.dropout.Dropout;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Two layers of a transformer between an embedding and a projection to the logits of the next token. */
final class SmallTransformer {
    private static final int TOKENS = 11;
    private static final int WIDTH = 16;
    private static final int HEADS = 2;

    private final Embedding embedding = new Embedding(TOKENS, WIDTH);
    private final List<Block> blocks = List.of(new Block(), new Block());
    private final LayerNorm norm = new LayerNorm(WIDTH);
    private final Linear logits = new Linear(WIDTH, TOKENS);

    /** Self-attention and a feed-forward network, each with its normalisation, dropout and residual connection. */
    private static final class Block {
        private final LayerNorm first = new LayerNorm(WIDTH);
        private final LayerNorm second = new LayerNorm(WIDTH);
        private final Linear projections = new Linear(WIDTH, 3L * WIDTH);
        private final Linear joined = new Linear(WIDTH, WIDTH);
        private final Linear wide = new Linear(WIDTH, 4L * WIDTH);
        private final Linear narrow = new Linear(4L * WIDTH, WIDTH);
        private final Dropout dropout = new Dropout(0.1);

        Tensor forward(Tensor input) {
            var x = input.add(dropout.call(attended(first.call(input))));
            return x.add(dropout.call(narrow.call(Ops.gelu(wide.call(second.call(x))))));
        }

        private Tensor attended(Tensor x) {
            var heads = projections.call(x).chunk(3, -1).stream().map(Block::heads).toList();
            var mixed = Ops.scaledDotProductAttention(heads.get(0), heads.get(1), heads.get(2), null, 0, true);
            return joined.call(mixed.transpose(1, 2).flatten(2));
        }

        private static Tensor heads(Tensor x) {
            return x.unflatten(-1, HEADS, WIDTH / HEADS).transpose(1, 2);
        }
    }

    /** Two sequences of five tokens. */
    static Tensor tokens() {
        return tensor(new long[][] {{3, 1, 4, 1, 5}, {9, 2, 6, 5, 3}});
    }

    Tensor forward(Tensor tokens) {
        var x = embedding.call(tokens);
        for (var block : blocks) {
            x = block.forward(x);
        }
        return logits.call(norm.call(x));
    }
}
