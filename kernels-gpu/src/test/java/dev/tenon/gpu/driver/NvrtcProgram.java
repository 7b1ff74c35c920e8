package dev.tenon.gpu.driver;

import dev.tenon.core.DType;
import dev.tenon.core.DeviceException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Compiles kernels with the machine's own NVRTC as a program on a card does. Arguments: a compute capability, then dtypes, or none for all. */
final class NvrtcProgram {
    private final Nvrtc.Target target;
    private final AtomicInteger compiled = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    private NvrtcProgram(int capability) {
        this.target = Nvrtc.Target.of(capability, Nvrtc.architectures());
    }

    public static void main(String[] arguments) throws Exception {
        CudaLibraries.load(Surroundings.here()).files().forEach(file -> System.out.println("loaded " + file + " " + CudaCards.version(file)));
        var dtypes = Arrays.stream(arguments).skip(1).map(DType::valueOf).toList();
        var units = KernelSources.units(KernelSources.names()).filter(unit -> dtypes.isEmpty() || dtypes.contains(unit.dtype())).toList();
        var program = new NvrtcProgram(Integer.parseInt(arguments[0]));
        long start = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            units.forEach(unit -> pool.submit(() -> program.compile(unit)));
        }
        System.out.printf(Locale.ROOT, "compiled %d of %d units, %.1f MB, in %.1f s, of which each took %.3f s%n", program.compiled.get(), units.size(),
            program.bytes.get() / 1e6, (System.nanoTime() - start) / 1e9, program.nanos.get() / 1e9 / units.size());
    }

    private void compile(Source source) {
        long start = System.nanoTime();
        try {
            bytes.addAndGet(Nvrtc.compile(source, target).length);
            compiled.incrementAndGet();
        } catch (DeviceException e) {
            System.out.println("REFUSED " + e.getMessage());
        }
        nanos.addAndGet(System.nanoTime() - start);
    }
}
