package dev.tenon.gpu.driver;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** An array of pointers that can lie anywhere. */
final class Parameters extends PointerPointer<Pointer> {
    Parameters() {
        super((Pointer) null);
    }

    Parameters at(long where) {
        address = where;
        return this;
    }
}
