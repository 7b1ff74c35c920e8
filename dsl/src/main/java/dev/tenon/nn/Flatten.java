package dev.tenon.nn;

import dev.tenon.tensor.Tensor;

/** Joins dimensions into one; by default all but the batch. */
public final class Flatten extends Layer {
    private final long first;
    private final long last;

    public Flatten() {
        this(1, -1);
    }

    /** Joins dimensions {@code first} to {@code last}, both included; negative ones count from the end. */
    public Flatten(long first, long last) {
        this.first = first;
        this.last = last;
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.flatten(first, last);
    }

    @Override
    public String toString() {
        return first == 1 && last == -1 ? "Flatten" : "Flatten(" + first + ", " + last + ")";
    }
}
