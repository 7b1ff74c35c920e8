package dev.tenon.cpu.reduce;

import static dev.tenon.cpu.engine.UncheckedAccess.f32;
import static dev.tenon.cpu.engine.UncheckedAccess.f64;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.math.VectorMath;

/**
 * What the lanes of a vector come to, from where it was stored: halves are folded until one lane is left. Takes addresses, because a vector that is
 * handed to a method is an object on the heap wherever the compiler does not inline that, which it decides anew in every program.
 */
public final class Lanes {
    private static final int FLOATS = VectorMath.F.length();
    private static final int DOUBLES = VectorMath.D.length();

    private Lanes() {}

    /** Room for a vector of the calling thread. */
    static long room() {
        return Scratch.of().tails(1);
    }

    /** The sum of the floats of a vector. */
    public static float sum(long vector) {
        return FLOATS < 4 ? f32(vector, 0) + f32(vector, FLOATS - 1)
            : sumOfFourth(vector, 0) + sumOfFourth(vector, 2) + (sumOfFourth(vector, 1) + sumOfFourth(vector, 3));
    }

    /** The sum of every fourth float. */
    private static float sumOfFourth(long p, int i) {
        return switch (FLOATS) {
            case 16 -> f32(p, i) + f32(p, i + 8) + (f32(p, i + 4) + f32(p, i + 12));
            case 8 -> f32(p, i) + f32(p, i + 4);
            default -> f32(p, i);
        };
    }

    /** The largest of the floats of a vector, NaN if there is one. */
    static float largest(long vector) {
        float largest = f32(vector, 0);
        for (int i = 1; i < FLOATS; i++) {
            largest = Math.max(largest, f32(vector, i));
        }
        return largest;
    }

    /** The sum of the doubles of a vector. */
    static double sumOfDoubles(long vector) {
        return switch (DOUBLES) {
            case 8 -> f64(vector, 0) + f64(vector, 4) + (f64(vector, 2) + f64(vector, 6))
                + (f64(vector, 1) + f64(vector, 5) + (f64(vector, 3) + f64(vector, 7)));
            case 4 -> f64(vector, 0) + f64(vector, 2) + (f64(vector, 1) + f64(vector, 3));
            case 2 -> f64(vector, 0) + f64(vector, 1);
            default -> f64(vector, 0);
        };
    }

    /** The largest of the doubles of a vector, NaN if there is one. */
    static double largestOfDoubles(long vector) {
        double largest = f64(vector, 0);
        for (int i = 1; i < DOUBLES; i++) {
            largest = Math.max(largest, f64(vector, i));
        }
        return largest;
    }
}
