package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.formula.Compute;
import java.util.List;

/**
 * What differs between vectors of floats and of doubles.
 *
 * @param species the constant of the species, and the prefix of the lane count
 * @param vector the class of vectors
 * @param boxed the type parameter of masks
 * @param blocks the class of functions over blocks
 * @param shift the logarithm of an element's bytes
 */
record Lanes(Compute compute, String species, String vector, TypeName boxed, String blocks, int shift) {
    static final Lanes F = new Lanes(Compute.F32, "F", "FloatVector", ClassName.get(Float.class), "FloatBlocks", 2);
    static final Lanes D = new Lanes(Compute.F64, "D", "DoubleVector", ClassName.get(Double.class), "DoubleBlocks", 3);
    static final List<Lanes> BOTH = List.of(F, D);

    boolean single() {
        return this == F;
    }

    ClassName vectorClass() {
        return ClassName.get("jdk.incubator.vector", vector);
    }

    /** Reads the vector at index {@code i}. */
    String load(String address) {
        return load(address, "i", "");
    }

    /** Reads the vector at an index, under a mask {@code , mask} or not. */
    String load(String address, String index, String mask) {
        return vector + ".fromMemorySegment(VectorMath." + species + ", RawMemory.ALL, " + address + " + (" + index + " << " + shift
            + "), VectorMath.ORDER" + mask + ")";
    }

    /** Writes a vector at index {@code i}. */
    String store(String value, String address) {
        return store(value, address, "");
    }

    /** Writes a vector at index {@code i}, under a mask {@code , mask} or not. */
    String store(String value, String address, String mask) {
        return value + ".intoMemorySegment(RawMemory.ALL, " + address + " + (i << " + shift + "), VectorMath.ORDER" + mask + ")";
    }

    /** The number in every lane. */
    String broadcast(String number) {
        return vector + ".broadcast(VectorMath." + species + ", " + number + ")";
    }
}
