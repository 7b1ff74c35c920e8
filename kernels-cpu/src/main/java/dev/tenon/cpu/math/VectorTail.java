package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.ORDER;

import dev.tenon.cpu.engine.Lane;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** Moves the last elements of a run, fewer than one vector, between their place and a full vector of scratch memory. */
public final class VectorTail {
    private VectorTail() {}

    public static int lanes(Lane lane) {
        return switch (lane) {
            case F32 -> VectorMath.F_LANES;
            case F64 -> VectorMath.D_LANES;
            case I64 -> 1;
        };
    }

    public static void load(Lane lane, long from, long count, long to) {
        if (lane == Lane.F32) {
            FloatVector.fromMemorySegment(F, ALL, from, ORDER, F.indexInRange(0, count)).intoMemorySegment(ALL, to, ORDER);
        } else {
            DoubleVector.fromMemorySegment(D, ALL, from, ORDER, D.indexInRange(0, count)).intoMemorySegment(ALL, to, ORDER);
        }
    }

    public static void store(Lane lane, long from, long count, long to) {
        if (lane == Lane.F32) {
            FloatVector.fromMemorySegment(F, ALL, from, ORDER).intoMemorySegment(ALL, to, ORDER, F.indexInRange(0, count));
        } else {
            DoubleVector.fromMemorySegment(D, ALL, from, ORDER).intoMemorySegment(ALL, to, ORDER, D.indexInRange(0, count));
        }
    }
}
