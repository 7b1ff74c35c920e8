package dev.tenon.cpu.math;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine. Must not be touched where {@code Simd.ENABLED} is false: the Vector API's classes are not there then.
 */
public final class VectorMath {
    /** The widest float vectors. */
    public static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    /** The widest double vectors; half as many lanes. */
    public static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
    public static final int F_LANES = F.length();
    public static final int D_LANES = D.length();
    /** The byte order of vectors in memory. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private VectorMath() {}
}
