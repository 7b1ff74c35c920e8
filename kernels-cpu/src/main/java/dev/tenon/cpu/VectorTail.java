package dev.tenon.cpu;

import static dev.tenon.cpu.Mem.ALL;
import static dev.tenon.cpu.VectorMath.D;
import static dev.tenon.cpu.VectorMath.F;
import static dev.tenon.cpu.VectorMath.ORDER;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** Moves the last elements of a run, fewer than one vector, between their place and a full vector of scratch memory. */
final class VectorTail {
    private VectorTail() {}

    static int lanes(Lane lane) {
        return switch (lane) {
            case F32 -> VectorMath.F_LANES;
            case F64 -> VectorMath.D_LANES;
            case I64 -> 1;
        };
    }

    static void load(Lane lane, long from, long count, long to) {
        if (lane == Lane.F32) {
            FloatVector.fromMemorySegment(F, ALL, from, ORDER, F.indexInRange(0, count)).intoMemorySegment(ALL, to, ORDER);
        } else {
            DoubleVector.fromMemorySegment(D, ALL, from, ORDER, D.indexInRange(0, count)).intoMemorySegment(ALL, to, ORDER);
        }
    }

    static void store(Lane lane, long from, long count, long to) {
        if (lane == Lane.F32) {
            FloatVector.fromMemorySegment(F, ALL, from, ORDER).intoMemorySegment(ALL, to, ORDER, F.indexInRange(0, count));
        } else {
            DoubleVector.fromMemorySegment(D, ALL, from, ORDER).intoMemorySegment(ALL, to, ORDER, D.indexInRange(0, count));
        }
    }
}
