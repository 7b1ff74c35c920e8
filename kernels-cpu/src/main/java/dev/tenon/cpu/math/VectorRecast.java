package dev.tenon.cpu.math;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.D;
import static dev.tenon.cpu.math.VectorMath.D_LANES;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.F_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.L2D;
import static jdk.incubator.vector.VectorOperators.L2F;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;

import dev.tenon.core.Rounding;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Conversions of contiguous elements by vectors: from lane to lane in place, and between floats and bytes of truth. */
final class VectorRecast {
    private static final VectorSpecies<Long> L = LongVector.SPECIES_PREFERRED;
    /** As many floats as there are doubles in a vector. */
    private static final VectorSpecies<Float> HALF = VectorSpecies.of(float.class, VectorShape.forBitSize(D.vectorBitSize() / 2));
    /** As many bytes as there are floats in a vector; the smallest vector has eight. */
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class,
        VectorShape.forBitSize(Math.max(64, F_LANES * Byte.SIZE)));
    private static final boolean HAS_BYTES = BYTES.length() == F_LANES;

    private VectorRecast() {}

    static void recast(Lane from, Lane to, long p, long n) {
        if (from == Lane.F32 && to == Lane.F64) {
            floatsToDoubles(p, n);
        } else if (from == Lane.F64 && to == Lane.F32) {
            doublesToFloats(p, n);
        } else if (from == Lane.I64 && to == Lane.F32) {
            longsToFloats(p, n);
        } else if (from == Lane.I64 && to == Lane.F64) {
            longsToDoubles(p, n);
        } else {
            Recast.recast(from, to, p, n);
        }
    }

    private static void floatsToDoubles(long p, long n) {
        long whole = n - n % D_LANES;
        for (long i = n - 1; i >= whole; i--) {
            UncheckedAccess.f64(p, i, UncheckedAccess.f32(p, i));
        }
        // Downwards: the doubles of one vector overwrite the floats of later ones only.
        for (long i = whole - D_LANES; i >= 0; i -= D_LANES) {
            FloatVector.fromMemorySegment(HALF, ALL, p + (i << 2), ORDER).convertShape(F2D, D, 0).reinterpretAsDoubles()
                .intoMemorySegment(ALL, p + (i << 3), ORDER);
        }
    }

    private static void doublesToFloats(long p, long n) {
        long i = 0;
        for (; i + D_LANES <= n; i += D_LANES) {
            DoubleVector.fromMemorySegment(D, ALL, p + (i << 3), ORDER).convertShape(D2F, HALF, 0).reinterpretAsFloats()
                .intoMemorySegment(ALL, p + (i << 2), ORDER);
        }
        for (; i < n; i++) {
            UncheckedAccess.f32(p, i, (float) UncheckedAccess.f64(p, i));
        }
    }

    /** Doubles or longs as the floats by which they become halves, as {@link Rounding#odd(double)} has it. */
    static void odd(Lane from, long p, long n) {
        long i = 0;
        for (; i + D_LANES <= n; i += D_LANES) {
            if (from == Lane.I64) {
                odd(joined(LongVector.fromMemorySegment(L, ALL, p + (i << 3), ORDER)).convertShape(L2D, D, 0).reinterpretAsDoubles(), p, i);
                continue;
            }
            var x = DoubleVector.fromMemorySegment(D, ALL, p + (i << 3), ORDER);
            var size = x.abs();
            if (size.compare(LT, Float.MIN_NORMAL).andNot(size.compare(EQ, 0)).anyTrue()) {
                Recast.odd(from, p, i, i + D_LANES);
            } else {
                odd(x, p, i);
            }
        }
        Recast.odd(from, p, i, n);
    }

    private static void odd(DoubleVector x, long p, long i) {
        var bits = x.reinterpretAsLongs();
        var kept = bits.and(~Rounding.BELOW_FLOAT);
        kept.lanewise(OR, Rounding.LAST_OF_FLOAT, bits.compare(NE, kept)).reinterpretAsDoubles().convertShape(D2F, HALF, 0)
            .reinterpretAsFloats().intoMemorySegment(ALL, p + (i << 2), ORDER);
    }

    /** Integers that doubles have not, with their low bits joined to one. */
    private static LongVector joined(LongVector x) {
        var large = x.abs().compare(GT, Rounding.JOINED_FROM).or(x.compare(EQ, Long.MIN_VALUE));
        if (!large.anyTrue()) {
            return x;
        }
        var kept = x.and(~Rounding.JOINED);
        return x.blend(kept.lanewise(OR, Rounding.JOINED + 1 >> 1, x.compare(NE, kept)), large);
    }

    private static void longsToFloats(long p, long n) {
        long i = 0;
        for (; i + D_LANES <= n; i += D_LANES) {
            LongVector.fromMemorySegment(L, ALL, p + (i << 3), ORDER).convertShape(L2F, HALF, 0).reinterpretAsFloats()
                .intoMemorySegment(ALL, p + (i << 2), ORDER);
        }
        for (; i < n; i++) {
            UncheckedAccess.f32(p, i, (float) UncheckedAccess.i64(p, i));
        }
    }

    private static void longsToDoubles(long p, long n) {
        long i = 0;
        for (; i + D_LANES <= n; i += D_LANES) {
            LongVector.fromMemorySegment(L, ALL, p + (i << 3), ORDER).convertShape(L2D, D, 0).reinterpretAsDoubles()
                .intoMemorySegment(ALL, p + (i << 3), ORDER);
        }
        for (; i < n; i++) {
            UncheckedAccess.f64(p, i, UncheckedAccess.i64(p, i));
        }
    }

    /** Bytes 1 and 0, by whether each float differs from zero; NaN does. */
    static void truth(long floats, long n, long bytes) {
        long i = 0;
        for (; HAS_BYTES && i + F_LANES <= n; i += F_LANES) {
            var isTrue = FloatVector.fromMemorySegment(F, ALL, floats + (i << 2), ORDER).compare(NE, 0f);
            ByteVector.broadcast(BYTES, (byte) 0).blend((byte) 1, isTrue.cast(BYTES)).intoMemorySegment(ALL, bytes + i, ORDER);
        }
        for (; i < n; i++) {
            UncheckedAccess.i8(bytes, i, (byte) (UncheckedAccess.f32(floats, i) != 0 ? 1 : 0));
        }
    }

    /** Floats 1 and 0 from bytes. */
    static void floats(long bytes, long n, long floats) {
        long i = 0;
        for (; HAS_BYTES && i + F_LANES <= n; i += F_LANES) {
            ByteVector.fromMemorySegment(BYTES, ALL, bytes + i, ORDER).convertShape(B2F, F, 0).reinterpretAsFloats()
                .intoMemorySegment(ALL, floats + (i << 2), ORDER);
        }
        for (; i < n; i++) {
            UncheckedAccess.f32(floats, i, UncheckedAccess.i8(bytes, i));
        }
    }
}
