package dev.tenon.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Makes the Java collector run. {@code System.gc()} does nothing under {@code -XX:+DisableExplicitGC}; the JVM's histogram of live objects,
 * which begins with a collection, then stands in for it.
 */
public final class Collector {
    private static final boolean EXPLICIT_DISABLED = flag("DisableExplicitGC");
    private static volatile boolean fails;

    private Collector() {}

    /** Whether a flag of the JVM forbids the collections that tensors in no scope are found by. */
    public static boolean isExplicitDisabled() {
        return EXPLICIT_DISABLED;
    }

    /** Whether nothing makes the collector run. */
    static boolean isOutOfReach() {
        return fails;
    }

    /** Runs a full collection; what it finds unreachable is enqueued soon afterwards. */
    static void run() {
        if (!EXPLICIT_DISABLED) {
            System.gc();
        } else if (!fails) {
            histogram();
        }
    }

    private static void histogram() {
        try {
            ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram", new Object[] {new String[0]}, new String[] {String[].class.getName()});
        } catch (JMException | RuntimeException e) {
            fails = true;
            System.getLogger("dev.tenon.memory").log(Level.WARNING,
                "-XX:+DisableExplicitGC keeps unreachable tensors from being found when memory is short; without it they are", e);
        }
    }

    private static boolean flag(String name) {
        try {
            var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return machine != null && Boolean.parseBoolean(machine.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
