package dev.tenon.tensor.resample;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.InterpolateMode;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.conv.ImageWindows;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Resampling to another size, one dimension after another: by index where elements are only repeated, else by weighted sums. */
public final class Interpolation {
    private Interpolation() {}

    public static Tensor interpolate(Tensor input, long @Nullable [] size, @Nullable Double scaleFactor, InterpolateMode mode,
        @Nullable Boolean alignCorners, @Nullable Boolean recomputeScaleFactor, boolean antialias) {
        int spatial = spatial(input);
        if (size == null && scaleFactor != null) {
            var factors = new double[spatial];
            Arrays.fill(factors, scaleFactor);
            return interpolate(input, factors, mode, alignCorners, recomputeScaleFactor, antialias);
        }
        if (size == null || scaleFactor != null) {
            throw new ArgumentException("interpolate: one of size and scale_factor must be given, and not both");
        }
        if (size.length != 1 && size.length != spatial) {
            throw new ArgumentException("interpolate: size must hold 1 or " + spatial + " integers, got " + size.length);
        }
        if (Boolean.TRUE.equals(recomputeScaleFactor)) {
            throw new ArgumentException("interpolate: recompute_scale_factor needs a scale_factor");
        }
        var sizes = new long[spatial];
        Arrays.setAll(sizes, i -> ImageWindows.at(size, i));
        return resampled(input, sizes, null, mode, alignCorners, antialias);
    }

    /** With a factor for each dimension. */
    public static Tensor interpolate(Tensor input, double[] scaleFactor, InterpolateMode mode, @Nullable Boolean alignCorners,
        @Nullable Boolean recomputeScaleFactor, boolean antialias) {
        int spatial = spatial(input);
        if (scaleFactor.length != spatial) {
            throw new ArgumentException("interpolate: scale_factor must hold one number for each of the " + spatial
                + " dimensions to resample, got " + scaleFactor.length + "\n  input: " + Operand.describe(input));
        }
        var sizes = new long[spatial];
        for (int i = 0; i < spatial; i++) {
            double size = Math.floor(input.size(2 + i) * scaleFactor[i]);
            if (!(Math.abs(size) < Long.MAX_VALUE)) {
                throw new ArgumentException("interpolate: dimension " + (2 + i) + " of size " + input.size(2 + i) + " cannot become "
                    + scaleFactor[i] + " times as long\n  input: " + Operand.describe(input) + "\n  try:   a finite scale_factor above 0");
            }
            sizes[i] = (long) size;
        }
        return resampled(input, sizes, Boolean.TRUE.equals(recomputeScaleFactor) ? null : scaleFactor, mode, alignCorners, antialias);
    }

    private static Tensor resampled(Tensor input, long[] sizes, double @Nullable [] factors, InterpolateMode mode,
        @Nullable Boolean alignCorners, boolean antialias) {
        requireSizes(input, sizes, mode);
        requireMode(input, mode, alignCorners, antialias);
        return switch (mode) {
            case NEAREST, NEAREST_EXACT -> nearest(input, sizes, factors, mode == InterpolateMode.NEAREST_EXACT);
            case AREA -> area(input, sizes);
            case LINEAR, BILINEAR, BICUBIC, TRILINEAR -> weighted(input, sizes, factors, new SampleFilter(mode == InterpolateMode.BICUBIC,
                Boolean.TRUE.equals(alignCorners), antialias));
        };
    }

    private static @Nullable Double factor(double @Nullable [] factors, int i) {
        return factors == null ? null : factors[i];
    }

    private static Tensor nearest(Tensor input, long[] sizes, double @Nullable [] factors, boolean exact) {
        var result = input;
        for (int i = 0; i < sizes.length; i++) {
            long from = input.size(2 + i);
            // Of images PyTorch takes each pixel once, or twice, where the sizes say so, whatever the factor; not of signals and volumes.
            boolean whole = sizes.length == 2 && !exact && (sizes[i] == from || sizes[i] == 2 * from);
            var places = SamplePlaces.nearest(from, sizes[i], whole ? null : factor(factors, i), exact);
            result = Ops.indexSelect(result, 2 + i, Creation.of(places, DType.INT64, input.device(), places.length));
        }
        return result;
    }

    private static Tensor area(Tensor input, long[] sizes) {
        return switch (sizes.length) {
            case 1 -> Ops.adaptiveAvgPool1d(input, sizes);
            case 2 -> Ops.adaptiveAvgPool2d(input, sizes);
            default -> Ops.adaptiveAvgPool3d(input, sizes);
        };
    }

    /** From the last dimension to the first, which matters for bytes alone: they are rounded after each. */
    private static Tensor weighted(Tensor input, long[] sizes, double @Nullable [] factors, SampleFilter filter) {
        boolean bytes = input.dtype() == DType.UINT8;
        var compute = bytes || input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        if (!bytes && !input.dtype().isFloating()) {
            throw new ArgumentException("interpolate: this mode needs a floating dtype or uint8\n  input: " + Operand.describe(input)
                + "\n  try:   to(FLOAT32) the input first");
        }
        var result = input.to(compute);
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (filter.keeps(input.size(2 + i), sizes[i]) || bytes && input.size(2 + i) == sizes[i]) {
                continue;
            }
            var taps = SamplePlaces.weighted(input.size(2 + i), sizes[i], factor(factors, i), filter);
            result = bytes ? ofBytes(result, taps, 2 + i) : UncheckedOps.resample(result, taps.weights(compute, input.device()),
                taps.index(input.device()), 2 + i);
        }
        return result.to(input.dtype());
    }

    /** PyTorch's arithmetic for bytes: weights of 16 bits with as many binary places as their largest leaves, and a rounded sum. */
    private static Tensor ofBytes(Tensor input, SamplePlaces.Taps taps, int dim) {
        int places = taps.binaryPlaces();
        double unit = 1L << places;
        var sums = UncheckedOps.resample(input, taps.rounded(unit).weights(DType.FLOAT64, input.device()), taps.index(input.device()), dim);
        return Ops.clamp(Ops.floor(Ops.div(Ops.add(sums, unit / 2), unit)), 0, 255);
    }

    private static int spatial(Tensor input) {
        int spatial = input.rank() - 2;
        if (spatial < 1 || spatial > 3) {
            throw new ShapeException("interpolate: the input must be [B, C, ...] with 1 to 3 dimensions to resample\n  input: "
                + Operand.describe(input));
        }
        return spatial;
    }

    private static void requireSizes(Tensor input, long[] sizes, InterpolateMode mode) {
        long most = mode == InterpolateMode.AREA ? Long.MAX_VALUE : SamplePlaces.MOST_OUTPUTS;
        for (int i = 0; i < sizes.length; i++) {
            long from = input.size(2 + i);
            if (sizes[i] < 1 || from < 1) {
                throw new ShapeException("interpolate: sizes before and after must be positive, got " + from + " and " + sizes[i]
                    + "\n  input: " + Operand.describe(input));
            }
            if (sizes[i] > most) {
                throw new ShapeException("interpolate: dimension " + (2 + i) + " can have at most " + most + " elements, got " + sizes[i]
                    + "\n  input: " + Operand.describe(input) + "\n  try:   a smaller size or scale_factor");
            }
        }
    }

    private static void requireMode(Tensor input, InterpolateMode mode, @Nullable Boolean alignCorners, boolean antialias) {
        var name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        int rank = switch (mode) {
            case LINEAR -> 3;
            case BILINEAR, BICUBIC -> 4;
            case TRILINEAR -> 5;
            case NEAREST, NEAREST_EXACT, AREA -> input.rank();
        };
        if (input.rank() != rank) {
            throw new ShapeException(
                "interpolate: mode " + name + " needs an input of " + rank + " dimensions\n  input: " + Operand.describe(input));
        }
        boolean placed = mode == InterpolateMode.NEAREST || mode == InterpolateMode.NEAREST_EXACT || mode == InterpolateMode.AREA;
        if (placed && alignCorners != null) {
            throw new ArgumentException("interpolate: align_corners has no meaning in mode " + name);
        }
        if (antialias && mode != InterpolateMode.BILINEAR && mode != InterpolateMode.BICUBIC) {
            throw new ArgumentException("interpolate: antialias is for the modes bilinear and bicubic, not " + name);
        }
    }
}
