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

    /**
     * The device of this text, which is as {@link #toString} writes it; PyTorch's {@code cuda} is a GPU.
     *
     * @throws DeviceException if it names none
     */
    public static Device named(String text) {
        if (!text.matches("(cpu|gpu|cuda|meta)(:\\d{1,4})?")) {
            throw new DeviceException("device: there is no device '" + text + "'\n  try:   cpu, gpu, gpu:0 or meta");
        }
        int colon = text.indexOf(':');
        int index = colon < 0 ? 0 : Integer.parseInt(text, colon + 1, text.length(), 10);
        return text.startsWith("cpu") ? CPU : text.startsWith("meta") ? META : new Device(Kind.GPU, index);
    }

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
