package dev.tenon.nn.embedding;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A row of a trained table for each index: {@code [...]} integers to {@code [..., width]}. */
public final class Embedding extends UnaryLayer {
    private final long count;
    private final long width;
    private final @Nullable Long padding;
    private final Parameter weight;

    public Embedding(long count, long width) {
        this(count, width, null);
    }

    /**
     * An embedding; rows start normal with mean 0 and standard deviation 1.
     *
     * @param count rows of the table; indices are in {@code [0, count)}
     * @param width length of a row
     * @param padding a row that starts at 0 and gets no gradient; negative counts from the end; null for none
     */
    public Embedding(long count, long width, @Nullable Long padding) {
        Sizes.requirePositive("Embedding", "count", count);
        Sizes.requirePositive("Embedding", "width", width);
        if (padding != null && (padding < -count || padding >= count)) {
            throw new ArgumentException("Embedding: padding must be in [" + -count + ", " + (count - 1) + "], got " + padding);
        }
        this.count = count;
        this.width = width;
        this.padding = padding == null || padding >= 0 ? padding : Long.valueOf(padding + count);
        var initial = Init.normal(0, 1, count, width);
        if (this.padding != null && !initial.device().equals(Device.META)) {
            clearRow(initial, this.padding);
        }
        this.weight = parameter("weight", initial);
    }

    private static void clearRow(Tensor table, long row) {
        try (var _ = GradMode.noGrad()) {
            table.select(0, row).zero_();
        }
    }

    /** The table {@code [count, width]}. */
    public Tensor weight() {
        return weight.value();
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.embedding(input, weight(), padding);
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(count).add(width).add("padding_idx", padding, null).arguments();
    }
}
