package dev.tenon.samples.tabular;

import static dev.tenon.Tenon.cat;

import dev.tenon.data.table.CategoryColumn;
import dev.tenon.nn.JoinedLayer;
import dev.tenon.nn.dropout.Dropout;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers {@code [n, numbers]} and the numbers of categories {@code [n, categories]} to a logit for each class: every category is a vector that is
 * learnt, and all vectors stand beside the numbers.
 *
 * @see <a href="https://arxiv.org/abs/1604.06737">Guo and Berkhahn (2016)</a>
 */
final class TabularNet extends JoinedLayer {
    private static final long HIDDEN = 64;

    private final List<Embedding> embeddings = new ArrayList<>();
    private final Linear hidden;
    private final Dropout dropout = new Dropout(0.2);
    private final Linear logits;

    TabularNet(long numbers, List<CategoryColumn> categories, long classes) {
        super("x", "categories");
        long width = numbers;
        for (var column : categories) {
            long count = column.vocabulary().size();
            // A rule of thumb: a vector need not be wider than half the number of categories.
            long own = Math.min(16, (count + 1) / 2);
            embeddings.add(child("embedding_" + column.name(), new Embedding(count, own)));
            width += own;
        }
        hidden = new Linear(width, HIDDEN);
        logits = new Linear(HIDDEN, classes);
    }

    @Override
    protected Tensor joined(List<Tensor> inputs) {
        var parts = new ArrayList<Tensor>();
        parts.add(inputs.get(0));
        for (int c = 0; c < embeddings.size(); c++) {
            parts.add(embeddings.get(c).call(inputs.get(1).select(1, c)));
        }
        return logits.call(dropout.call(hidden.call(cat(parts, 1)).relu()));
    }
}
