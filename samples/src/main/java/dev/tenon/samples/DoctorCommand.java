package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.memory.Collector;
import dev.tenon.memory.Pool;
import dev.tenon.spi.Backends;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenon doctor}: what this machine offers, what is missing, and what to do about it. */
@Command(mixinStandardHelpOptions = true,
    description = "Look at the JDK, its flags, the vector unit, OpenBLAS and the GPU, and say what to do about each lack. Ends with 1 if"
        + " the device cannot be used.")
final class DoctorCommand implements Callable<Integer> {
    private static final int NEEDED_JDK = 25;

    @Mixin
    private DeviceOption device = new DeviceOption();

    /** The first line of the state stands beside the subject, others below it. */
    private record Finding(String subject, String state, String advice) {
        boolean healthy() {
            return advice.isEmpty();
        }

        void print() {
            var lines = state.lines().toList();
            System.out.printf("%-6s%-16s%s%n", healthy() ? "ok" : "!!", subject, lines.getFirst());
            Stream.concat(lines.stream().skip(1), advice.lines()).forEach(line -> System.out.println(" ".repeat(22) + line.strip()));
        }
    }

    @Override
    public Integer call() {
        // Opens the device, which the others then tell of.
        var trial = trial();
        List.of(jdk(), vectorModule(), nativeAccess(), memory(), cpu(), matrixSpeed(), gpu(), trial).forEach(Finding::print);
        return trial.healthy() ? 0 : 1;
    }

    private static Finding jdk() {
        var state = String.join(" ", System.getProperty("java.vm.name"), Runtime.version().toString(), "on", System.getProperty("os.name"),
            System.getProperty("os.arch"));
        boolean newEnough = Runtime.version().feature() >= NEEDED_JDK;
        var advice = "install a JDK " + NEEDED_JDK + ", for instance from https://adoptium.net, or point JAVA_HOME to one";
        return new Finding("JDK", state, newEnough ? "" : advice);
    }

    private static Finding vectorModule() {
        boolean enabled = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return new Finding("Vector API", enabled ? "enabled" : "not enabled: kernels run element by element",
            enabled ? "" : "start java with --add-modules jdk.incubator.vector");
    }

    private static Finding nativeAccess() {
        boolean enabled = DoctorCommand.class.getModule().isNativeAccessEnabled();
        return new Finding("native access", enabled ? "enabled" : "allowed for now, with a warning",
            enabled ? "" : "start java with --enable-native-access=ALL-UNNAMED");
    }

    private static Finding memory() {
        var state = String.format(Locale.ROOT,
            "Java heap up to %.1f GB; tensors live outside it, in up to %.1f GB (-Dtenon.memory.limit=BYTES)",
            Runtime.getRuntime().maxMemory() / 1e9, Pool.of(Device.CPU).limit() / 1e9);
        return new Finding("memory", state, Collector.isExplicitDisabled() ? """
            -XX:+DisableExplicitGC is set: tensors of no scope are found by a histogram of the heap, which takes longer than System.gc();
            start java without that flag""" : "");
    }

    private static Finding cpu() {
        try {
            return new Finding("CPU backend", Backends.of(Device.CPU).describe(), "");
        } catch (TenonException | LinkageError e) {
            return new Finding("CPU backend", "not usable", String.valueOf(e.getMessage()));
        }
    }

    /** A backend that loads can still be slow, as with OpenBLAS on one thread; this shows it. */
    private static Finding matrixSpeed() {
        int n = 1024;
        try {
            var a = randn(n, n).to(DType.FLOAT32);
            double best = Double.MAX_VALUE;
            for (int i = 0; i < 8; i++) {
                long start = System.nanoTime();
                a.matmul(a);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            return new Finding("matmul 1024", String.format(Locale.ROOT, "%.0f GFLOP/s in float32", 2.0 * n * n * n / best / 1e9), "");
        } catch (TenonException | LinkageError e) {
            return new Finding("matmul 1024", "failed", String.valueOf(e.getMessage()));
        }
    }

    /** Whether the device computes, which takes its memory, its compiler and its products. */
    private Finding trial() {
        try {
            var on = device.device();
            var ones = full(new long[] {32, 32}, 1, DType.FLOAT32).to(on);
            double sum = ones.matmul(ones).add(1).sum().item();
            boolean right = sum == 32 * 32 * 33;
            return new Finding("device", on + (right ? " computes" : " computes wrongly: " + sum + " for " + 32 * 32 * 33),
                right ? "" : "tenon conformance --device " + on + " shows what else is wrong");
        } catch (TenonException | LinkageError e) {
            return new Finding("device", "not usable", String.valueOf(e.getMessage()));
        }
    }

    private static Finding gpu() {
        if (!Backends.has(Device.Kind.GPU)) {
            return new Finding("GPU backend", "none on the class path; programs run on the CPU", "");
        }
        try {
            var backend = Backends.of(new Device(Device.Kind.GPU, 0));
            return new Finding("GPU backend", (backend.count() == 0 ? "no GPU, programs run on the CPU: " : "") + backend.describe(), "");
        } catch (TenonException | LinkageError e) {
            return new Finding("GPU backend", "not usable", String.valueOf(e.getMessage()));
        }
    }
}
