package dev.tenon.train.progress;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The window that standard output is shown in. */
final class Terminal {
    private static final int USUAL = 80;
    private static final int STANDARD_OUTPUT = 1;
    private static final long LINUX = 0x5413;
    private static final long MACOS = 0x40087468;
    private static final @Nullable MethodHandle IOCTL = ioctl();

    private Terminal() {}

    /** How many letters a line has: as the system says, or {@code COLUMNS}, or 80. */
    static int width() {
        int told = IOCTL == null ? 0 : asked(IOCTL);
        if (told > 0) {
            return told;
        }
        var columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : USUAL;
    }

    /** Null where it cannot be called without a warning, or does not exist. */
    @SuppressWarnings("restricted") // asked only where native access is allowed
    private static @Nullable MethodHandle ioctl() {
        if (!Terminal.class.getModule().isNativeAccessEnabled() || request() == 0) {
            return null;
        }
        var linker = Linker.nativeLinker();
        return linker.defaultLookup().find("ioctl")
            .map(address -> linker.downcallHandle(address,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2)))
            .orElse(null);
    }

    private static long request() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.contains("linux") ? LINUX : system.contains("mac") ? MACOS : 0;
    }

    private static int asked(MethodHandle ioctl) {
        try (var arena = Arena.ofConfined()) {
            var size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
            int failed = (int) ioctl.invokeExact(STANDARD_OUTPUT, request(), (MemorySegment) size);
            return failed != 0 ? 0 : Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
        } catch (Throwable e) {
            // What a foreign call may throw is not known; a width is not worth a training.
            return 0;
        }
    }
}
