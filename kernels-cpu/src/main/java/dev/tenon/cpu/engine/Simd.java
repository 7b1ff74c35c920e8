package dev.tenon.cpu.engine;

import java.lang.System.Logger.Level;

/** Whether vector kernels can be used; asked once, by generated code, when a kernel is first needed. */
public final class Simd {
    /** True where the Vector API's module is enabled; classes that name its types must not be loaded otherwise. */
    public static final boolean ENABLED = enabled();

    private Simd() {}

    private static boolean enabled() {
        if (Boolean.getBoolean("tenon.scalar")) {
            return false;
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return true;
        }
        System.getLogger("dev.tenon.cpu").log(Level.WARNING,
            "the Vector API is not enabled, so kernels run element by element; start java with: --add-modules jdk.incubator.vector");
        return false;
    }
}
