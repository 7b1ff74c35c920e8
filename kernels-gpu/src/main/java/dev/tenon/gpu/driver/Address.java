package dev.tenon.gpu.driver;

import org.bytedeco.javacpp.Pointer;

/** A pointer that can be pointed anywhere: allocating one for each call would cost more than the call. */
final class Address extends Pointer {
    Address() {
        super((Pointer) null);
    }

    Address at(long where) {
        address = where;
        return this;
    }
}
