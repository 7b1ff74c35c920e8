package dev.tenon.tensor.resample;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Room;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Which elements of a dimension make up each element of the resampled one, by PyTorch's rules. */
public final class SamplePlaces {
    /** PyTorch keeps this many bits of a byte's weight. */
    private static final int MOST_BINARY_PLACES = 22;

    /** Their table of places and weights is an array of Java's, some for each output. */
    static final long MOST_OUTPUTS = 1 << 24;
    /** Stands for no element at all, not even one with weight 0: that would be NaN of an infinity. */
    private static final long NONE = -1;

    private SamplePlaces() {}

    /**
     * Weights and places, the same number for each output; places outside are those of the border, and negative ones are none at all.
     *
     * @param weights row by row
     * @param places row by row
     * @param outputs how many rows
     */
    record Taps(double[] weights, long[] places, int outputs) {
        Tensor weights(DType dtype, Device device) {
            return Creation.of(weights, dtype, device, outputs, weights.length / outputs);
        }

        Tensor index(Device device) {
            return Creation.of(places, DType.INT64, device, outputs, places.length / outputs);
        }

        /** How many binary places the weights can have in 16 bits. */
        int binaryPlaces() {
            double largest = 0;
            for (double weight : weights) {
                largest = Math.max(largest, weight);
            }
            int places = 0;
            while (places < MOST_BINARY_PLACES && (int) (0.5 + largest * (1 << places + 1)) < 1 << 15) {
                places++;
            }
            return places;
        }

        /** The weights in this unit, rounded to integers. */
        Taps rounded(double unit) {
            var result = new double[weights.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = (long) (weights[i] * unit + (weights[i] < 0 ? -0.5 : 0.5));
            }
            return new Taps(result, places, outputs);
        }
    }

    /** The nearest element, by the arithmetic in single precision that PyTorch does for every dtype. */
    static long[] nearest(long from, long to, @Nullable Double scale, boolean exact) {
        var places = new long[Room.numbers("interpolate", to)];
        float step = scale != null && scale > 0 ? (float) (1 / scale) : (float) from / to;
        for (int i = 0; i < places.length; i++) {
            if (exact) {
                places[i] = Math.min((long) Math.floor((i + 0.5f) * step), from - 1);
            } else if (scale == null && (from == to || to == 2 * from)) {
                places[i] = from == to ? i : i / 2;
            } else {
                places[i] = Math.min((long) Math.floor(i * step), from - 1);
            }
        }
        return places;
    }

    static Taps weighted(long from, long to, @Nullable Double scale, SampleFilter filter) {
        double step = filter.step(from, to, scale == null ? 0 : scale);
        // Two numbers for each tap.
        int outputs = Room.numbers("interpolate", 2.0 * to * taps(step, filter)) / (2 * taps(step, filter));
        return filter.antialias() ? wide(from, outputs, step, filter) : narrow(from, outputs, step, filter);
    }

    /** How many elements make up one. */
    private static int taps(double step, SampleFilter filter) {
        return filter.antialias() ? (int) Math.ceil(filter.taps() / 2.0 * Math.max(step, 1)) * 2 + 1 : filter.taps();
    }

    private static Taps narrow(long from, int outputs, double step, SampleFilter filter) {
        int n = filter.taps();
        var weights = new double[outputs * n];
        var places = new long[outputs * n];
        for (int i = 0; i < outputs; i++) {
            double place = filter.place(i, step);
            long first = filter.cubic() ? (long) Math.floor(place) - 1 : Math.min((long) place, from - 1);
            for (int k = 0; k < n; k++) {
                int tap = i * n + k;
                weights[tap] = filter.weight(first + k - place);
                places[tap] = Math.clamp(first + k, 0, from - 1);
                // The border's element has one weight, which matters where weights are rounded, or 0 beside an infinity.
                if (k > 0 && places[tap] == places[tap - 1]) {
                    weights[tap] += weights[tap - 1];
                    weights[tap - 1] = 0;
                    places[tap - 1] = NONE;
                }
            }
        }
        return new Taps(weights, places, outputs);
    }

    /** The filter as wide as the elements that one output replaces, its weights divided by their sum. */
    private static Taps wide(long from, int outputs, double step, SampleFilter filter) {
        double width = Math.max(step, 1);
        double support = filter.taps() / 2.0 * width;
        int n = taps(step, filter);
        var weights = new double[outputs * n];
        var places = new long[outputs * n];
        for (int i = 0; i < outputs; i++) {
            double centre = step * (i + 0.5);
            long first = Math.max((long) (centre - support + 0.5), 0);
            long end = Math.min((long) (centre + support + 0.5), from);
            double sum = 0;
            for (int k = 0; k < n; k++) {
                places[i * n + k] = first + k < end ? first + k : NONE;
                weights[i * n + k] = first + k < end ? filter.weight((first + k - centre + 0.5) / width) : 0;
                sum += weights[i * n + k];
            }
            for (int k = 0; k < n && sum != 0; k++) {
                weights[i * n + k] /= sum;
            }
        }
        return new Taps(weights, places, outputs);
    }
}
