package dev.tenon.optim;

import dev.tenon.core.ArgumentException;

/** Checks of settings. */
final class Range {
    private Range() {}

    static void requireAtLeastZero(String optimizer, String name, double value) {
        if (!(value >= 0)) {
            throw new ArgumentException(optimizer + ": " + name + " must be at least 0, got " + value);
        }
    }

    static void requireBelowOne(String optimizer, String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ArgumentException(optimizer + ": " + name + " must be in [0, 1), got " + value);
        }
    }
}
