package dev.tenon.plot;

import dev.tenon.core.ShapeException;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/**
 * Pictures of what a convolution looks for and of what attention looks at.
 * {@snippet :
 * Filters.of(conv.weight()).save(Path.of("filters.png"));
 * Filters.attention(weights, 4).save(Path.of("attention.png"));
 * }
 */
public final class Filters {
    private static final int LEAST_WIDTH = 640;
    private static final int COLUMNS = 8;

    private Filters() {}

    /**
     * The filters of a convolution side by side, each from its least weight in black to its greatest in white. Those of three input channels are in
     * colours; of others each input channel is a picture of its own, and a row is a filter.
     *
     * @param weight {@code [out, in, h, w]}
     * @throws ShapeException if it has another rank or is empty
     */
    public static Image of(Tensor weight) {
        if (weight.rank() != 4 || weight.numel() == 0) {
            throw new ShapeException("filters: the weight must be [out, in, h, w], none of them 0, got " + weight.shape());
        }
        try (var _ = GradMode.noGrad()) {
            boolean colours = weight.size(1) == 3;
            var pictures = colours ? weight.detach() : weight.detach().flatten(0, 1).unsqueeze(1);
            long row = colours || weight.size(1) == 1 ? COLUMNS : weight.size(1);
            return enlarged(Image.grid(stretched(pictures, weight.size(0)), Math.toIntExact(row)));
        }
    }

    /**
     * Attention weights as pictures side by side, one for each head, rows being queries and columns keys; the greatest weight of each is white.
     *
     * @param weights {@code [heads, queries, keys]}
     * @param columns how many stand in a row
     * @throws ShapeException if it has another rank or is empty
     */
    public static Image attention(Tensor weights, int columns) {
        if (weights.rank() != 3 || weights.numel() == 0) {
            throw new ShapeException("attention: the weights must be [heads, queries, keys], none of them 0, got " + weights.shape()
                + "\n  try:   weights.select(0, i) for the sample i of a batch");
        }
        try (var _ = GradMode.noGrad()) {
            return enlarged(Image.grid(stretched(weights.detach().unsqueeze(1), weights.size(0)), columns));
        }
    }

    /** Brings each of so many groups of pictures to the range from 0 to 1 by itself. */
    private static Tensor stretched(Tensor pictures, long groups) {
        var rows = pictures.reshape(groups, -1);
        var least = rows.amin(1L).unsqueeze(1);
        var width = Ops.clamp(rows.amax(1L).unsqueeze(1).sub(least), 1e-12, null);
        return rows.sub(least).div(width).reshape(pictures.shape().toArray());
    }

    private static Image enlarged(Image image) {
        return image.enlarged(Math.max(1, Math.ceilDiv(LEAST_WIDTH, image.width())));
    }
}
