package dev.tenon.codegen.spec;

import java.util.Locale;

/** How an entry says what its operator computes. */
public enum Kind {
    /** One formula of the elements. */
    POINTWISE,
    /** Initial value, map, combination and finish over some dimensions. */
    REDUCTION,
    /** Written in other operators. */
    COMPOSITE,
    /** A kernel class for each backend. */
    NATIVE,
    /** Sizes, strides and offset of an existing storage. */
    VIEW,
    /** The step of an optimizer: assignments to a parameter and its states. */
    UPDATE;

    /** The name in spec files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
