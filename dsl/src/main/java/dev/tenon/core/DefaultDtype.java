package dev.tenon.core;

/** The dtype of new floating tensors whose dtype nobody named; {@code float32} unless set. */
public final class DefaultDtype {
    private static volatile DType current = DType.FLOAT32;

    private DefaultDtype() {}

    public static DType current() {
        return current;
    }

    /**
     * Sets it for the whole program.
     *
     * @throws DTypeException if {@code dtype} is not floating
     */
    public static void set(DType dtype) {
        if (!dtype.isFloating()) {
            throw new DTypeException("setDefaultDtype: the default dtype must be floating, got " + dtype + "\n  try:   FLOAT32 or FLOAT64");
        }
        current = dtype;
    }
}
