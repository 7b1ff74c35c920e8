package dev.tenon.cpu.layout;

import dev.tenon.cpu.engine.UncheckedAccess;

/** Moves elements of any dtype as they are; strides are in elements of that many bytes. */
public final class Cells {
    private Cells() {}

    /** Copies one run of bytes; short ones without a call into the system's copy routine. */
    public static void copy(long from, long to, long bytes) {
        switch ((int) Math.min(bytes, 9)) {
            case 1 -> UncheckedAccess.i8(to, 0, UncheckedAccess.i8(from, 0));
            case 2 -> UncheckedAccess.i16(to, 0, UncheckedAccess.i16(from, 0));
            case 4 -> UncheckedAccess.i32(to, 0, UncheckedAccess.i32(from, 0));
            case 8 -> UncheckedAccess.i64(to, 0, UncheckedAccess.i64(from, 0));
            default -> UncheckedAccess.copy(from, to, bytes);
        }
    }

    /** Copies n elements. */
    public static void copy(int bytes, long from, long fromStride, long to, long toStride, long n) {
        if (fromStride == 1 && toStride == 1) {
            UncheckedAccess.copy(from, to, n * bytes);
            return;
        }
        for (long i = 0; i < n; i++) {
            move(bytes, from, i * fromStride, to, i * toStride);
        }
    }

    /** Copies the element at one index to another. */
    public static void move(int bytes, long from, long i, long to, long j) {
        switch (bytes) {
            case 1 -> UncheckedAccess.i8(to, j, UncheckedAccess.i8(from, i));
            case 2 -> UncheckedAccess.i16(to, j, UncheckedAccess.i16(from, i));
            case 4 -> UncheckedAccess.i32(to, j, UncheckedAccess.i32(from, i));
            default -> UncheckedAccess.i64(to, j, UncheckedAccess.i64(from, i));
        }
    }
}
