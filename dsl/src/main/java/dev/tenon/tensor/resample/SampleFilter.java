package dev.tenon.tensor.resample;

/**
 * How elements are weighted by their distance from a place.
 *
 * @param cubic a cubic convolution of four elements instead of the linear one of two
 * @param alignCorners whether the first and last places of both sizes coincide, instead of the outer edges
 * @param antialias whether the filter widens where the size shrinks, so that every element counts
 */
public record SampleFilter(boolean cubic, boolean alignCorners, boolean antialias) {
    /** Elements from the first to the last that count, where the filter is not widened. */
    int taps() {
        return cubic ? 4 : 2;
    }

    /** Whether a dimension of this size stays as it is, whatever the factor. A cubic of four elements goes between them then, too. */
    boolean keeps(long from, long to) {
        return from == to && (!cubic || antialias);
    }

    /** The weight at a distance, in widths of an element. Cubic convolution: Keys (1981); antialiasing takes a slope of -1/2, as Pillow does. */
    double weight(double distance) {
        double x = Math.abs(distance);
        if (!cubic) {
            return Math.max(0, 1 - x);
        }
        double slope = antialias ? -0.5 : -0.75;
        if (x <= 1) {
            return ((slope + 2) * x - (slope + 3)) * x * x + 1;
        }
        return x < 2 ? ((slope * x - 5 * slope) * x + 8 * slope) * x - 4 * slope : 0;
    }

    /** Input steps for each output step. */
    double step(long from, long to, double factor) {
        if (alignCorners) {
            return to > 1 ? (from - 1.0) / (to - 1) : 0;
        }
        return factor > 0 ? 1 / factor : (double) from / to;
    }

    /** Where in the input the output's place is. */
    double place(long at, double step) {
        if (alignCorners) {
            return step * at;
        }
        double place = step * (at + 0.5) - 0.5;
        return cubic ? place : Math.max(place, 0);
    }
}
