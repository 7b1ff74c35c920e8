package dev.tenon.cpu.blas;

import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;

/** Products of row-major matrices of longs, which wrap. */
public final class IntegerProduct {
    private static final long GRAIN = 32 * 1024;

    private IntegerProduct() {}

    /** Writes {@code a · b} to {@code out}; a is m by k, b is k by n. */
    public static void run(long a, long b, long out, long m, long n, long k) {
        long grain = Math.max(1, GRAIN / Math.max(1, n * k));
        Workers.run(m, grain, (from, to) -> {
            for (long row = from; row < to; row++) {
                row(a + row * k * Long.BYTES, b, out + row * n * Long.BYTES, n, k);
            }
        });
    }

    private static void row(long a, long b, long out, long n, long k) {
        UncheckedAccess.fill(out, n * Long.BYTES, (byte) 0);
        for (long l = 0; l < k; l++) {
            long factor = UncheckedAccess.i64(a, l);
            long from = b + l * n * Long.BYTES;
            for (long j = 0; j < n; j++) {
                UncheckedAccess.i64(out, j, UncheckedAccess.i64(out, j) + factor * UncheckedAccess.i64(from, j));
            }
        }
    }
}
