package dev.tenon.nn.declare;

import dev.tenon.nn.registry.Layers;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * The line of the user's program that declared a layer.
 *
 * @param text such as {@code Digits.java:17}
 */
record SourceLine(String text) {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String FACADE = "dev.tenon.Tenon";

    /** The innermost caller outside the builder. */
    static SourceLine here() {
        @Nullable StackFrame frame = WALKER.walk(frames -> frames.filter(f -> !isBuilder(f.getDeclaringClass())).findFirst().orElse(null));
        return new SourceLine(frame == null || frame.getFileName() == null ? "unknown line" : frame.getFileName() + ":"
            + frame.getLineNumber());
    }

    private static boolean isBuilder(Class<?> type) {
        return type.getPackageName().startsWith("java.") || type.getName().equals(FACADE)
            || type.getPackage() == SourceLine.class.getPackage() && isFromHere(type);
    }

    /** Layers that a test or a user puts into this package are not the builder. */
    private static boolean isFromHere(Class<?> type) {
        var own = SourceLine.class.getProtectionDomain().getCodeSource();
        var other = type.getProtectionDomain().getCodeSource();
        return own == null || other == null || own.getLocation().equals(other.getLocation());
    }

    @Override
    public String toString() {
        return text;
    }
}
