package dev.tenon.spi;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The backends on the class path, by device kind. */
public final class Backends {
    private Backends() {}

    /** Loaded at the first use of a device, not when the class is: a program that only declares needs no backend. */
    private static final class Loaded {
        static final Map<Device.Kind, Backend> BY_KIND = load();

        private static Map<Device.Kind, Backend> load() {
            var found = new EnumMap<Device.Kind, Backend>(Device.Kind.class);
            for (var backend : ServiceLoader.load(Backend.class, Backends.class.getClassLoader())) {
                found.putIfAbsent(backend.kind(), backend);
            }
            return found;
        }
    }

    /**
     * The backend of this device.
     *
     * @throws DeviceException if its module is not on the class path
     */
    public static Backend of(Device device) {
        var backend = Loaded.BY_KIND.get(device.kind());
        if (backend == null) {
            throw new DeviceException("device " + device + ": no backend for it is on the class path\n  try:   add dev.tenon:tenon-kernels-"
                + (device.kind() == Device.Kind.GPU ? "gpu" : "cpu") + " as a dependency");
        }
        return backend;
    }

    /** Tells all backends in use that an operator on the calling thread ended with an exception. */
    public static void operatorFailed() {
        Loaded.BY_KIND.values().forEach(Backend::operatorFailed);
    }

    /** Whether a backend for this kind is on the class path. */
    public static boolean has(Device.Kind kind) {
        return Loaded.BY_KIND.containsKey(kind);
    }
}
