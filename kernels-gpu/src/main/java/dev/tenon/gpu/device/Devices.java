package dev.tenon.gpu.device;

import dev.tenon.core.DeviceException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The devices of this machine, each opened at its first use. {@code -Dtenon.gpu.driver=cuda|emulated} says through which driver; it is
 * read until the first device is open.
 */
public final class Devices {
    private static final ConcurrentHashMap<Integer, Gpu> ADDED = new ConcurrentHashMap<>();
    private static volatile @Nullable Devices current;

    private final Platform platform;
    private final ConcurrentHashMap<Integer, Gpu> open = new ConcurrentHashMap<>();

    private Devices(Platform platform) {
        this.platform = platform;
    }

    /** How many devices can be used; 0 if something is missing, and then {@link #describe} says what. */
    public static int count() {
        return current().platform.count();
    }

    /** The devices, or why there is none. */
    public static String describe() {
        return current().platform.describe();
    }

    static Gpu open(int index) {
        var devices = current;
        var gpu = devices == null ? null : devices.open.get(index);
        if (gpu == null) {
            gpu = ADDED.get(index);
        }
        return gpu != null ? gpu : current().opened(index);
    }

    private Gpu opened(int index) {
        return open.computeIfAbsent(index, i -> {
            if (i < platform.count()) {
                return new Gpu(i, platform.open(i));
            }
            var reason = platform.count() == 0 ? platform.describe() : "the last device is gpu:" + (platform.count() - 1);
            throw new DeviceException("gpu:" + i + ": " + reason + (reason.contains("try:") ? ", or" : "\n  try:  ")
                + " cpu(), or best() to take what there is");
        });
    }

    private static Devices current() {
        var devices = current;
        return devices != null && devices.isSettled() ? devices : chosen();
    }

    private static synchronized Devices chosen() {
        var devices = current;
        var wanted = Platform.named(System.getProperty("tenon.gpu.driver", "cuda"));
        if (devices == null || !devices.isSettled() && !devices.platform.equals(wanted)) {
            devices = new Devices(wanted);
            current = devices;
        }
        return devices;
    }

    /** Whether another driver can no longer be chosen: once a device is open, tensors may lie on it. */
    private boolean isSettled() {
        return !open.isEmpty();
    }

    /** For tests of what lies above a driver: one more device, beside those of the machine. */
    static void add(Gpu gpu) {
        ADDED.put(gpu.index(), gpu);
    }
}
