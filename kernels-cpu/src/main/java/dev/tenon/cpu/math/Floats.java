package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.ORDER;

import jdk.incubator.vector.FloatVector;

/**
 * Moves floats between native memory and Java arrays by vectors: rows are often so short that a call of the copy routine would cost more.
 */
public final class Floats {
    private static final int L = F.length();

    private Floats() {}

    /** Reads n floats. */
    public static void in(long from, float[] to, int at, int n) {
        int i = 0;
        for (int end = n - L; i <= end; i += L) {
            FloatVector.fromMemorySegment(F, ALL, from + 4L * i, ORDER).intoArray(to, at + i);
        }
        if (i < n) {
            var tail = F.indexInRange(i, n);
            FloatVector.fromMemorySegment(F, ALL, from + 4L * i, ORDER, tail).intoArray(to, at + i, tail);
        }
    }

    /** Writes n floats, each plus {@code plus}. */
    public static void out(float[] from, int at, float plus, long to, int n) {
        int i = 0;
        for (int end = n - L; i <= end; i += L) {
            FloatVector.fromArray(F, from, at + i).add(plus).intoMemorySegment(ALL, to + 4L * i, ORDER);
        }
        if (i < n) {
            var tail = F.indexInRange(i, n);
            FloatVector.fromArray(F, from, at + i, tail).add(plus).intoMemorySegment(ALL, to + 4L * i, ORDER, tail);
        }
    }
}
