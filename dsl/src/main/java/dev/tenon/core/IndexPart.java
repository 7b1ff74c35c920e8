package dev.tenon.core;

import org.jspecify.annotations.Nullable;

/** What an index says about one dimension, as a value of an {@code index} attribute: the tensors in it are inputs of the call. */
public sealed interface IndexPart {
    /** One position; the dimension disappears. */
    record At(long position) implements IndexPart {}

    /** Every step-th position from start up to, not including, stop; absent bounds are the dimension's. */
    record Slice(@Nullable Long start, @Nullable Long stop, long step) implements IndexPart {}

    /** As many whole dimensions as the index leaves open. */
    record Ellipsis() implements IndexPart {}

    /** A new dimension of size 1. */
    record NewAxis() implements IndexPart {}

    /**
     * The positions that a tensor of integers names, or those where a mask holds.
     *
     * @param input which of the call's inputs that tensor is, counted from 0
     */
    record Take(int input) implements IndexPart {}
}
