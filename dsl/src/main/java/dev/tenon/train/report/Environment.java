package dev.tenon.train.report;

import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.core.TextTable;
import dev.tenon.memory.Pool;
import dev.tenon.spi.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a program runs on. */
final class Environment {
    private Environment() {}

    static Map<String, String> now() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Tenon", Objects.requireNonNullElse(Environment.class.getPackage().getImplementationVersion(), "not packaged"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        facts.put("processor", processor());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("Java heap", "up to " + TextTable.bytes(Runtime.getRuntime().maxMemory()));
        if (Backends.has(Device.Kind.CPU)) {
            facts.put("CPU backend", Backends.of(Device.CPU).describe());
            facts.put("tensor memory", "up to " + TextTable.bytes(Pool.of(Device.CPU).limit()));
        }
        if (Backends.has(Device.Kind.GPU)) {
            facts.put("GPU backend", gpu());
        }
        return facts;
    }

    private static String gpu() {
        try {
            return first(Backends.of(new Device(Device.Kind.GPU, 0)).describe());
        } catch (TenonException | LinkageError e) {
            return "not usable: " + first(String.valueOf(e.getMessage()));
        }
    }

    /** Without the advice that follows. */
    private static String first(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Its name, where the system tells it in a file. */
    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
