package dev.tenon.cpu.math;

import dev.tenon.cpu.engine.UncheckedAccess;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Functions of one double, over n elements from memory to memory, which may be the same. */
public final class Elementwise {
    private Elementwise() {}

    public static void f32(DoubleUnaryOperator function, long from, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(to, i, (float) function.applyAsDouble(UncheckedAccess.f32(from, i)));
        }
    }

    public static void f64(DoubleUnaryOperator function, long from, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(to, i, function.applyAsDouble(UncheckedAccess.f64(from, i)));
        }
    }

    public static void f32(DoubleBinaryOperator function, long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f32(to, i, (float) function.applyAsDouble(UncheckedAccess.f32(a, i), UncheckedAccess.f32(b, i)));
        }
    }

    public static void f64(DoubleBinaryOperator function, long a, long b, long to, long n) {
        for (long i = 0; i < n; i++) {
            UncheckedAccess.f64(to, i, function.applyAsDouble(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i)));
        }
    }
}
