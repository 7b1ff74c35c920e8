package dev.tenon.nn.embedding;

import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A row of a trained table for each index: {@code [...]} integers to {@code [..., width]}. */
public final class Embedding extends UnaryLayer {
    private final long count;
    private final long width;
    private final EmbeddingOptions options;
    private final @Nullable Long padding;
    private final Parameter weight;

    /** Rows start normal with mean 0 and standard deviation 1. */
    public Embedding(long count, long width) {
        this(count, width, o -> o);
    }

    /**
     * An embedding; rows start normal with mean 0 and standard deviation 1.
     *
     * @param count rows of the table; indices are in {@code [0, count)}
     * @param width length of a row
     * @param padding a row that starts at 0 and gets no gradient; negative counts from the end; null for none
     */
    public Embedding(long count, long width, @Nullable Long padding) {
        this(count, width, o -> o.padding(padding));
    }

    /** As configured: {@code o -> o.padding(0).maxNorm(1)}; rows start normal with mean 0 and standard deviation 1. */
    public Embedding(long count, long width, UnaryOperator<EmbeddingOptions> options) {
        Table.requireSizes("Embedding", count, width);
        this.count = count;
        this.width = width;
        this.options = options.apply(EmbeddingOptions.DEFAULT);
        this.padding = Table.padding("Embedding", count, this.options.padding());
        this.weight = parameter("weight", Table.initial(count, width, padding));
    }

    /**
     * An embedding of a table of values, {@code [count, width]}, whose dtype and device it has.
     *
     * @param frozen whether the values stay as they are in training
     */
    public static Embedding fromPretrained(Tensor values, boolean frozen) {
        return fromPretrained(values, frozen, o -> o);
    }

    /** The same as configured. */
    public static Embedding fromPretrained(Tensor values, boolean frozen, UnaryOperator<EmbeddingOptions> options) {
        return Table.of("Embedding", values, frozen, () -> new Embedding(values.size(0), values.size(-1), options), Embedding::weight);
    }

    /** The table {@code [count, width]}. */
    public Tensor weight() {
        return weight.value();
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.embedding(input, weight(), padding, options.maxNorm(), options.normType(), options.scalesGradByFreq(), false);
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(count).add(width).add("padding_idx", padding, null)
            .add("max_norm", options.maxNorm(), null).add("norm_type", options.normType(), 2.0)
            .add("scale_grad_by_freq", options.scalesGradByFreq(), false).arguments();
    }
}
