package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;

/** Shapes of new tensors. */
public final class SourceRules {
    private SourceRules() {}

    /** Uniform numbers. */
    public static void uniform(Inference call, Ints size, double low, double high, DType dtype, long seed, long offset) {
        made(call, dtype, size);
    }

    /** Normal numbers. */
    public static void normal(Inference call, Ints size, double mean, double std, DType dtype, long seed, long offset) {
        made(call, dtype, size);
    }

    /** Random integers. */
    public static void randint(Inference call, Ints size, long low, long high, DType dtype, long seed, long offset) {
        if (low >= high) {
            throw new ArgumentException(call.message("low (" + low + ") must be less than high (" + high + ")", null));
        }
        made(call, dtype, size);
    }

    /** A random order. */
    public static void randperm(Inference call, long n, DType dtype, long seed, long offset) {
        made(call, dtype, Ints.of(n));
    }

    /** One number everywhere. */
    public static void full(Inference call, Ints size, Number value, DType dtype) {
        made(call, dtype, size);
    }

    /** Equal distances. */
    public static void arange(Inference call, Number start, Number step, long count, DType dtype) {
        made(call, dtype, Ints.of(count));
    }

    /** Equal distances between two ends. */
    public static void linspace(Inference call, double start, double end, long steps, DType dtype) {
        made(call, dtype, Ints.of(steps));
    }

    /** A diagonal of ones. */
    public static void eye(Inference call, long n, long m, DType dtype) {
        made(call, dtype, Ints.of(n, m));
    }

    private static void made(Inference call, DType dtype, Ints size) {
        var sizes = size.toArray();
        Shape.of(sizes);
        call.output(dtype, sizes);
    }
}
