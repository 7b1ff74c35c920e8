package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Simd;

/**
 * Loops over contiguous rows of floats or doubles, from which softmax, the norms and the losses are made. A row is at an address
 * and has n elements; sums are taken in an order that depends on n alone.
 */
public abstract class RowMath {
    private static final long SHORT = 16;

    /** The loops for that lane; never for integers. */
    public static RowMath of(Lane lane) {
        if (Simd.ENABLED) {
            return lane == Lane.F32 ? VectorLoops.FLOATS : VectorLoops.DOUBLES;
        }
        return lane == Lane.F32 ? ScalarRows.FLOATS : ScalarRows.DOUBLES;
    }

    /** The loops for rows of n elements: less than a vector is faster element by element, above all before vector code is compiled. */
    public static RowMath of(Lane lane, long n) {
        return n < SHORT ? lane == Lane.F32 ? ScalarRows.FLOATS : ScalarRows.DOUBLES : of(lane);
    }

    /** The loops in double, for rows whose factors and their squares a lane does not hold; others keep theirs. */
    public final RowMath careful(Lane lane, double factor) {
        return isModest(factor) ? this : lane == Lane.F32 ? ScalarRows.FLOATS : ScalarRows.DOUBLES;
    }

    private static boolean isModest(double factor) {
        double size = Math.abs(factor);
        return size >= 0x1p-40 && size <= 0x1p40 || size == 0;
    }

    /** Loaded only where vectors are enabled. */
    private static final class VectorLoops {
        static final RowMath FLOATS = new FloatRows();
        static final RowMath DOUBLES = new DoubleRows();
    }

    /** The element at index i. */
    public abstract double at(long p, long i);

    /** Sets the element at index i. */
    public abstract void put(long p, long i, double value);

    /** The largest element; NaN if there is one, negative infinity if n is 0. */
    public abstract double max(long p, long n);

    /** Whether every element is 0 of either sign. */
    abstract boolean isZero(long p, long n);

    public abstract double sum(long p, long n);

    /** Adds the sums of {@code d = (p - shift) * factor} and of {@code d * d} to {@code sums}; the factor is a power of two. */
    abstract void moments(long p, double shift, double factor, double[] sums, long n);

    /** The sum of {@code a * (b - mean)}. */
    public abstract double dot(long a, long b, double mean, long n);

    /** Writes {@code exp(p - shift)}, where no element exceeds {@code shift} by much, and returns the sum. */
    public abstract double exp(long p, double shift, long to, long n);

    /** Writes {@code p * factor + plus}. */
    public abstract void affine(long p, double factor, double plus, long to, long n);

    /** Writes {@code a * fa + b * fb + plus}. */
    public abstract void combine(long a, double fa, long b, double fb, double plus, long to, long n);

    /** Writes {@code (p - centre) * factor + plus}. */
    public abstract void centred(long p, double centre, double factor, double plus, long to, long n);

    /** Writes {@code (p - centres) * scales + shifts}. */
    public abstract void about(long p, long centres, long scales, long shifts, long to, long n);

    /** Writes {@code g * factors.g + (p - centre) * factors.unit * factors.centred + factors.plus}. */
    public abstract void centredBackward(long g, long p, double centre, Coefficients factors, long to, long n);

    /** Writes {@code y * (g - shift)}, the backward of softmax. */
    public abstract void softmaxBackward(long g, long y, double shift, long to, long n);

    /** Writes {@code (p - mean) * rstd * weight + bias}. */
    public abstract void normalise(long p, double mean, double rstd, long weight, long bias, long to, long n);

    /** The sums of {@code g * weight} and of {@code g * weight * (p - mean)}, into {@code sums}. */
    public abstract void normSums(long g, long weight, long p, double mean, double[] sums, long n);

    /** Writes {@code g * weight * a + (p - mean) * b + c}, the backward of a norm over a row, with b the product of two factors. */
    public abstract void normBackward(long g, long weight, long p, double mean, Coefficients factors, long to, long n);

    /** Accumulate {@code g} to {@code bias}, and {@code g * (p - mean) * rstd} to {@code weight}. */
    public abstract void normParameters(long g, long p, double mean, double rstd, long weight, long bias, long n);

    /** Adds the row to that at {@code to}. */
    public abstract void add(long p, long to, long n);

    /**
     * The factors of {@link #normBackward} and {@link #centredBackward}: deviations are multiplied by {@code unit} and then by
     * {@code centred}, whose product may be out of range. Loops by vectors take only 1 as unit.
     */
    public record Coefficients(double g, double unit, double centred, double plus) {
        /** Of {@code scale * (g - sum / n - d * rstd * rstd * dot / n)}, with sums of {@code g} and {@code g * d} over deviations d. */
        public static Coefficients of(double scale, double rstd, double sum, double dot, double n) {
            double slope = -scale * (dot * rstd / n);
            return isModest(rstd) ? new Coefficients(scale, 1, slope * rstd, -scale * (sum / n))
                : new Coefficients(scale, rstd, slope, -scale * (sum / n));
        }
    }
}
