package dev.tenon.core;

/**
 * Where a tensor's elements live.
 *
 * @param kind the kind of machine
 * @param index which one of that kind, from 0
 */
public record Device(Kind kind, int index) {
    /** Kinds of device; {@link #META} holds shapes and dtypes but no elements. */
    public enum Kind {
        CPU, GPU, META
    }

    public static final Device CPU = new Device(Kind.CPU, 0);
    public static final Device META = new Device(Kind.META, 0);

    public boolean isMeta() {
        return kind == Kind.META;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case GPU -> "gpu:" + index;
            case META -> "meta";
        };
    }
}
