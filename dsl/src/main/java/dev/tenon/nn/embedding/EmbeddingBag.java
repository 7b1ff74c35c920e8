package dev.tenon.nn.embedding;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Parameter;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sum, mean or maximum of the rows of a trained table that the indices of a bag name. A bag is a row of a matrix of indices, or what lies
 * between two offsets into a vector of them.
 * {@snippet :
 * var bag = new EmbeddingBag(1000, 16, o -> o.mode(BagMode.SUM));
 * var output = bag.forward(indices, offsets);
 * }
 */
public final class EmbeddingBag extends MultiLayer {
    private final long count;
    private final long width;
    private final EmbeddingBagOptions options;
    private final @Nullable Long padding;
    private final Parameter weight;

    /** Means. Rows start normal with mean 0 and standard deviation 1. */
    public EmbeddingBag(long count, long width) {
        this(count, width, o -> o);
    }

    /**
     * As configured; rows start normal with mean 0 and standard deviation 1.
     *
     * @param count rows of the table; indices are in {@code [0, count)}
     * @param width length of a row
     */
    public EmbeddingBag(long count, long width, UnaryOperator<EmbeddingBagOptions> options) {
        Table.requireSizes("EmbeddingBag", count, width);
        this.count = count;
        this.width = width;
        this.options = options.apply(EmbeddingBagOptions.DEFAULT);
        this.padding = Table.padding("EmbeddingBag", count, this.options.padding());
        this.weight = parameter("weight", Table.initial(count, width, padding));
    }

    /**
     * Bags of a table of values, whose dtype and device the layer has.
     *
     * @param frozen whether the values stay as they are in training
     */
    public static EmbeddingBag fromPretrained(Tensor values, boolean frozen, UnaryOperator<EmbeddingBagOptions> options) {
        return Table.of("EmbeddingBag", values, frozen, () -> new EmbeddingBag(values.size(0), values.size(-1), options),
            EmbeddingBag::weight);
    }

    /** The table {@code [count, width]}. */
    public Tensor weight() {
        return weight.value();
    }

    /** One bag from each offset into {@code [n]} indices to the next. */
    public Tensor forward(Tensor input, Tensor offsets) {
        return forward(input, offsets, null);
    }

    /**
     * The bags, with a factor for each index.
     *
     * @param input indices, {@code [bags, length]}, or {@code [n]} beside offsets
     * @param offsets where each bag begins, {@code [bags]}, or null
     * @param perSampleWeights of the input's shape, for sums only, or null
     */
    public Tensor forward(Tensor input, @Nullable Tensor offsets, @Nullable Tensor perSampleWeights) {
        var given = Stream.of(input, offsets, perSampleWeights).filter(Objects::nonNull).toList();
        return calling(given, in -> List.of(bags(in.getFirst(), offsets == null ? null : in.get(1),
            perSampleWeights == null ? null : in.getLast()))).getFirst();
    }

    private Tensor bags(Tensor input, @Nullable Tensor offsets, @Nullable Tensor perSampleWeights) {
        return Ops.embeddingBag(input, weight(), offsets, options.mode(), perSampleWeights, options.includesLastOffset(), padding,
            options.maxNorm(), options.normType(), options.scalesGradByFreq(), false);
    }

    /**
     * The bags of indices: one for each row of {@code [bags, length]}, or if given with offsets, and behind them a factor for each index, of
     * {@code [n]}.
     */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        if (inputs.isEmpty() || inputs.size() > 3) {
            throw new ArgumentException("EmbeddingBag: takes indices, and behind them offsets and factors or none, got " + inputs.size()
                + " tensors");
        }
        return List.of(bags(inputs.getFirst(), inputs.size() > 1 ? inputs.get(1) : null, inputs.size() > 2 ? inputs.get(2) : null));
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(count).add(width).add("max_norm", options.maxNorm(), null).add("norm_type", options.normType(), 2.0)
            .add("scale_grad_by_freq", options.scalesGradByFreq(), false).add("mode", options.mode()).add("padding_idx", padding, null)
            .arguments();
    }
}
