package dev.tenon.memory;

import java.util.Arrays;

/** Addresses of free blocks of one size, last in, first out: the most recently freed is the one still in cache. */
final class AddressStack {
    private long[] addresses = new long[8];
    private int size;

    void push(long address) {
        if (size == addresses.length) {
            addresses = Arrays.copyOf(addresses, size * 2);
        }
        addresses[size++] = address;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The last address pushed, or 0 if there is none. */
    long pop() {
        return size == 0 ? 0 : addresses[--size];
    }
}
