package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.formula.Compute;
import dev.tenon.codegen.emit.formula.KernelClasses;
import dev.tenon.codegen.emit.library.Names;
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
record Lanes(Compute compute, String species, ClassName vector, TypeName boxed, ClassName blocks, int shift) {
    static final Lanes F = new Lanes(Compute.F32, "F", KernelClasses.vectors("FloatVector"), ClassName.get(Float.class),
        Names.cpu("math", "FloatBlocks"), 2);
    static final Lanes D = new Lanes(Compute.F64, "D", KernelClasses.vectors("DoubleVector"), ClassName.get(Double.class),
        Names.cpu("math", "DoubleBlocks"), 3);
    static final List<Lanes> BOTH = List.of(F, D);

    boolean single() {
        return this == F;
    }

    /** The number of lanes, as a constant. */
    CodeBlock count() {
        return CodeBlock.of("$T.$L_LANES", KernelClasses.VECTOR_MATH, species);
    }

    /** The species, as a constant. */
    CodeBlock kind() {
        return CodeBlock.of("$T.$L", KernelClasses.VECTOR_MATH, species);
    }

    /** Reads the vector at index {@code i}. */
    CodeBlock load(String address) {
        return load(address, CodeBlock.of("i"), "");
    }

    /** Reads the vector at an index, under a mask {@code , mask} or not. */
    CodeBlock load(String address, CodeBlock index, String mask) {
        return CodeBlock.of("$T.fromMemorySegment($L, $T.ALL, $L + ($L << $L), $T.ORDER$L)", vector, kind(), KernelClasses.RAW_MEMORY,
            address, index, shift, KernelClasses.VECTOR_MATH, mask);
    }

    /** Writes a vector at index {@code i}. */
    CodeBlock store(CodeBlock value, String address) {
        return store(value, address, "");
    }

    /** Writes a vector at index {@code i}, under a mask {@code , mask} or not. */
    CodeBlock store(CodeBlock value, String address, String mask) {
        return KernelClasses.on(value, "intoMemorySegment", CodeBlock.of("$T.ALL, $L + (i << $L), $T.ORDER$L", KernelClasses.RAW_MEMORY,
            address, shift, KernelClasses.VECTOR_MATH, mask));
    }

    /** The number in every lane. */
    CodeBlock broadcast(CodeBlock number) {
        return CodeBlock.of("$T.broadcast($L, $L)", vector, kind(), number);
    }
}
