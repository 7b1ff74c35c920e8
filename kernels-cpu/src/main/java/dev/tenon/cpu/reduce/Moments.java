package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;

/**
 * Mean and squared deviations of the elements of one row or channel, for whatever needs a variance. One pass sums deviations from the first
 * element, and their squares: the mean square less the square of the mean of such deviations loses digits only where the first element lies
 * far from the others, and a second pass then takes the mean itself. Squares beyond the range are taken of deviations scaled by a power of
 * two. Equal elements have a variance of exactly 0 and their own value as mean, whatever it is.
 */
public final class Moments {
    /** Squares about the first element may be this many times those about the mean. */
    private static final double FAR_FLOAT = 4;
    private static final double FAR_DOUBLE = 256;

    private final RowMath math;
    private final boolean isSingle;
    private final int bytes;
    private final double[] sums = new double[2];
    private long address;
    private long runs;
    private long stride;
    private long length;
    private double count;

    private double mean;
    private double squares;
    private double factor;

    public Moments(RowMath math, Lane lane) {
        this.math = math;
        isSingle = lane == Lane.F32;
        bytes = lane.bytes();
    }

    /** Of n elements side by side. */
    public void row(long at, long n) {
        runs(at, 1, 0, n);
    }

    /** Of runs of {@code n} elements, whose beginnings are {@code step} elements apart. */
    public void runs(long at, long many, long step, long n) {
        address = at;
        runs = many;
        stride = step * bytes;
        length = n;
        count = (double) many * n;
        if (count == 0) {
            set(Double.NaN, Double.NaN, 1);
            return;
        }
        double first = math.at(at, 0);
        pass(first, 1);
        double about = sums[1] - sums[0] * (sums[0] / count);
        if (sums[1] >= least() && sums[1] <= most() && about * far() >= sums[1]) {
            set(first + sums[0] / count, about, 1);
        } else {
            again(first);
        }
    }

    public double mean() {
        return mean;
    }

    /** The sum of squared deviations by {@code divisor}. */
    public double variance(double divisor) {
        return squares / divisor / factor / factor;
    }

    /** The root of the variance, which may be within the range where the variance is not. */
    public double deviation(double divisor) {
        return Math.sqrt(squares / divisor) / factor;
    }

    /** One by the root of the mean square and {@code eps}. */
    public double rstd(double eps) {
        return factor == 1 ? 1 / Math.sqrt(squares / count + eps) : 1 / Math.hypot(deviation(count), Math.sqrt(eps));
    }

    private void set(double centre, double about, double scale) {
        mean = centre;
        // What is left of equal elements may be below 0 by rounding.
        squares = about < 0 ? 0 : about;
        factor = scale;
        if (isSingle && scale != 1) {
            squares = squares / scale / scale;
            factor = 1;
        }
    }

    /** The deviations from the first element, summed before, have not been enough. */
    private void again(double first) {
        double scale = 1;
        if (!(sums[1] <= most())) {
            scale = isSingle ? 0x1p-80 : 0x1p-560;
            pass(first, scale);
        } else if (sums[1] < least() && Math.abs(first) < (isSingle ? 0x1p-20 : 0x1p-390)) {
            scale = isSingle ? 0x1p86 : 0x1p600;
            pass(first, scale);
        }
        if (!(sums[1] <= most())) {
            set(plainMean(), Double.NaN, 1);
            return;
        }
        double centre = first + sums[0] / count / scale;
        double about = sums[1] - sums[0] * (sums[0] / count);
        if (about * far() < sums[1]) {
            double near = isSingle ? (float) centre : centre;
            pass(near, scale);
            centre = near + sums[0] / count / scale;
            about = sums[1] - sums[0] * (sums[0] / count);
        }
        set(centre, about, scale);
    }

    private void pass(double shift, double scale) {
        sums[0] = 0;
        sums[1] = 0;
        for (long run = 0; run < runs; run++) {
            math.moments(address + run * stride, shift, scale, sums, length);
        }
    }

    private double plainMean() {
        double sum = 0;
        for (long run = 0; run < runs; run++) {
            sum += math.sum(address + run * stride, length);
        }
        return sum / count;
    }

    private double least() {
        return isSingle ? 0x1p-90 : 0x1p-900;
    }

    private double most() {
        return isSingle ? Float.MAX_VALUE : Double.MAX_VALUE;
    }

    private double far() {
        return isSingle ? FAR_FLOAT : FAR_DOUBLE;
    }
}
