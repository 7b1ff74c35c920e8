package dev.tenon.core;

import java.util.Locale;

/** Refuses, before the first is made, so many things that Java's heap could not hold them: a count that the caller gives costs nothing to give. */
public final class Room {
    /** What a tensor that shares its storage takes of the heap, about. */
    private static final long VIEW = 160;
    /** The longest array. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private Room() {}

    /** For a list of views. */
    public static void views(String op, double count) {
        require(op, "parts", count, VIEW);
    }

    /** For an array of numbers; returns its length. */
    public static int numbers(String op, double count) {
        require(op, "numbers", count, Long.BYTES);
        return (int) count;
    }

    private static void require(String op, String what, double count, long bytes) {
        long heap = Runtime.getRuntime().maxMemory();
        if (count > MOST || count * bytes > heap) {
            throw new OutOfMemoryException(String.format(Locale.ROOT,
                "%s: %.0f %s do not fit Java's heap of %d bytes, each taking %d\n  try:   fewer, or a larger heap by -Xmx", op, count, what,
                heap,
                bytes));
        }
    }
}
