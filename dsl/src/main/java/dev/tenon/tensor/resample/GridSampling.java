package dev.tenon.tensor.resample;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.GridMode;
import dev.tenon.ops.GridPadding;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sampling of images and volumes at the places of a grid: gathered elements times weights that are functions of the grid. */
public final class GridSampling {
    private final Tensor elements;
    private final long[] sizes;
    private final long points;
    private final GridPadding padding;
    private final boolean alignCorners;

    private GridSampling(Tensor input, long points, GridPadding padding, boolean alignCorners) {
        this.elements = Ops.flatten(input, 2, -1);
        this.sizes = Arrays.copyOfRange(input.shape().toArray(), 2, input.rank());
        this.points = points;
        this.padding = padding;
        this.alignCorners = alignCorners;
    }

    public static Tensor gridSample(Tensor input, Tensor grid, GridMode mode, GridPadding paddingMode, @Nullable Boolean alignCorners) {
        requireFitting(input, grid, mode);
        int spatial = input.rank() - 2;
        var places = Ops.flatten(grid, 1, -2);
        var sampling = new GridSampling(input, places.size(1), paddingMode, Boolean.TRUE.equals(alignCorners));
        var coordinates = new Tensor[spatial];
        for (int d = 0; d < spatial; d++) {
            coordinates[d] = sampling.coordinate(Ops.select(places, 2, spatial - 1 - d), d);
        }
        var samples = switch (mode) {
            case NEAREST -> sampling.nearest(coordinates);
            case BILINEAR -> sampling.linear(coordinates);
            case BICUBIC -> sampling.cubic(coordinates);
        };
        var shape = new long[spatial + 2];
        shape[0] = input.size(0);
        shape[1] = input.size(1);
        System.arraycopy(grid.shape().toArray(), 1, shape, 2, spatial);
        return Ops.reshape(samples, shape);
    }

    /** From [-1, 1] to places among the elements of dimension {@code d}. */
    private Tensor coordinate(Tensor x, int d) {
        return alignCorners ? Ops.mul(Ops.add(x, 1), (sizes[d] - 1) / 2.0) : Ops.div(Ops.sub(Ops.mul(Ops.add(x, 1), sizes[d]), 1), 2);
    }

    /** A place outside moved inside, as the padding has it; zeros are left to {@link #elementsAt}. */
    private Tensor inside(Tensor coordinate, int d) {
        return switch (padding) {
            case ZEROS -> coordinate;
            case BORDER -> clipped(coordinate, d);
            case REFLECTION -> clipped(reflected(coordinate, d), d);
        };
    }

    /** A place that is nowhere becomes the first of an image, and the last of a volume, as in PyTorch. */
    private Tensor clipped(Tensor coordinate, int d) {
        long last = sizes[d] - 1;
        return UncheckedOps.gridClip(coordinate, last, sizes.length == 3 ? last : 0);
    }

    private Tensor reflected(Tensor coordinate, int d) {
        double span = alignCorners ? sizes[d] - 1 : sizes[d];
        return span == 0 ? Ops.mul(coordinate, 0) : UncheckedOps.gridReflect(coordinate, alignCorners ? 0 : -0.5, span);
    }

    private Tensor nearest(Tensor[] coordinates) {
        var places = new Tensor[sizes.length];
        for (int d = 0; d < places.length; d++) {
            places[d] = Ops.round(inside(coordinates[d], d));
        }
        return elementsAt(places);
    }

    /** Of the two elements around a place in each dimension, each weighted by its nearness. */
    private Tensor linear(Tensor[] coordinates) {
        int spatial = sizes.length;
        var weights = new Tensor[spatial][];
        var places = new Tensor[spatial][];
        for (int d = 0; d < spatial; d++) {
            var coordinate = placed(inside(coordinates[d], d));
            var first = Ops.floor(coordinate.detach());
            var part = Ops.sub(coordinate, first);
            weights[d] = new Tensor[] {Ops.rsub(part, 1), part};
            places[d] = new Tensor[] {first, Ops.add(first, 1)};
        }
        return weighted(weights, places);
    }

    /** In a volume a place that is nowhere is outside, and reads 0; in an image it reads NaN. PyTorch has it so. */
    private Tensor placed(Tensor coordinate) {
        return padding == GridPadding.ZEROS && sizes.length == 3 ? Ops.where(Ops.isfinite(coordinate), coordinate, -2) : coordinate;
    }

    /** Of the four elements around a place in each dimension, weighted by Keys' cubic; each is moved inside by itself. */
    private Tensor cubic(Tensor[] coordinates) {
        int spatial = sizes.length;
        var weights = new Tensor[spatial][];
        var places = new Tensor[spatial][4];
        for (int d = 0; d < spatial; d++) {
            var first = Ops.floor(coordinates[d].detach());
            var part = Ops.sub(coordinates[d], first);
            weights[d] = new Tensor[] {outer(Ops.add(part, 1)), inner(part), inner(Ops.rsub(part, 1)), outer(Ops.rsub(part, 2))};
            for (int k = 0; k < 4; k++) {
                places[d][k] = inside(Ops.add(first, k - 1), d);
            }
        }
        return weighted(weights, places);
    }

    private static Tensor inner(Tensor x) {
        return Ops.add(Ops.mul(Ops.mul(Ops.sub(Ops.mul(x, 1.25), 2.25), x), x), 1);
    }

    private static Tensor outer(Tensor x) {
        return Ops.add(Ops.mul(Ops.sub(Ops.mul(Ops.add(Ops.mul(x, -0.75), 3.75), x), 6), x), 3);
    }

    /** The sum over all combinations of one place for each dimension. */
    private Tensor weighted(Tensor[][] weights, Tensor[][] places) {
        int combinations = Math.powExact(weights[0].length, sizes.length);
        var sum = part(weights, places, 0);
        for (int combination = 1; combination < combinations; combination++) {
            sum = Ops.add(sum, part(weights, places, combination));
        }
        return sum;
    }

    private Tensor part(Tensor[][] weights, Tensor[][] places, int combination) {
        int taps = weights[0].length;
        var chosen = new Tensor[sizes.length];
        chosen[0] = places[0][combination % taps];
        var weight = weights[0][combination % taps];
        int rest = combination / taps;
        for (int d = 1; d < chosen.length; d++, rest /= taps) {
            chosen[d] = places[d][rest % taps];
            weight = Ops.mul(weight, weights[d][rest % taps]);
        }
        return Ops.mul(elementsAt(chosen), Ops.unsqueeze(weight, 1));
    }

    /** [B, C, points] elements at whole places, 0 where one is outside. */
    private Tensor elementsAt(Tensor[] places) {
        var flat = Creation.zeros(DType.INT64, elements.device());
        var outside = Creation.zeros(DType.BOOL, elements.device());
        for (int d = 0; d < sizes.length; d++) {
            var place = places[d].detach();
            var within = Ops.logicalAnd(Ops.ge(place, 0), Ops.le(place, sizes[d] - 1));
            var beyond = Ops.logicalNot(within);
            flat = Ops.add(Ops.mul(flat, sizes[d]), Ops.maskedFill(place, beyond, 0).to(DType.INT64));
            outside = Ops.logicalOr(outside, beyond);
        }
        var all = Ops.expand(Ops.unsqueeze(flat, 1), elements.size(0), elements.size(1), points);
        return Ops.maskedFill(Ops.gather(elements, 2, all), Ops.unsqueeze(outside, 1), 0);
    }

    private static void requireFitting(Tensor input, Tensor grid, GridMode mode) {
        int rank = input.rank();
        boolean fits = (rank == 4 || rank == 5) && grid.rank() == rank && grid.size(-1) == rank - 2 && grid.size(0) == input.size(0);
        for (int d = 2; fits && d < rank; d++) {
            fits = input.size(d) > 0;
        }
        if (!fits) {
            throw new ShapeException("grid_sample: an input [B, C, H, W] needs a grid [B, h, w, 2], and [B, C, D, H, W] one [B, d, h, w, 3]"
                + "\n  input: "
                + Operand.describe(input) + "   grid: " + Operand.describe(grid));
        }
        if (mode == GridMode.BICUBIC && rank != 4) {
            throw new ArgumentException("grid_sample: mode bicubic is for images [B, C, H, W]\n  input: " + Operand.describe(input));
        }
    }
}
