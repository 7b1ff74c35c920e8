package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compiles every kernel for the cards of this machine on all cores and keeps the results where programs look for them, so that none of
 * these waits for the compiler. To be started as a program of its own, with the names of sources for some of them only; it ends with 1 if
 * a kernel does not compile or there is no card.
 */
public final class CompileKernels {
    /** More than a thread usually has, because compilers recur deeply. */
    private static final long STACK = 16L << 20;

    private final List<Source> units;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private CompileKernels(List<Source> units) {
        this.units = units;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (System.getProperty("tenon.gpu.driver", "cuda").equals("emulated")) {
            System.out.println("the emulated GPU's kernels are compiled when they are first used");
            return;
        }
        var report = CudaReport.inspect();
        if (!report.usable()) {
            System.err.println(report.problem());
            System.exit(1);
        }
        boolean right = true;
        for (int capability : report.cards().stream().mapToInt(CudaReport.Card::capability).distinct().toArray()) {
            right &= new CompileKernels(KernelSources.units(arguments.length == 0 ? KernelSources.names() : List.of(arguments)).toList())
                .run(Nvrtc.Target.of(capability, Nvrtc.architectures()));
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run(Nvrtc.Target target) throws InterruptedException {
        long start = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().stackSize(STACK).factory())) {
            units.forEach(unit -> pool.submit(() -> compile(unit, target)));
        }
        failures.forEach(System.out::println);
        System.out.printf(Locale.ROOT, "%d units for %s: %d compiled by %d threads, %d kept from before, %d refused, in %.1f s%n",
            units.size(), target.architecture(), made.get(), threads, units.size() - made.get() - failures.size(), failures.size(),
            (System.nanoTime() - start) / 1e9);
        return failures.isEmpty();
    }

    private void compile(Source unit, Nvrtc.Target target) {
        try {
            KernelTable.code(unit, target, () -> {
                var code = Nvrtc.compile(unit, target);
                made.incrementAndGet();
                return code;
            });
        } catch (DeviceException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
        int count = done.incrementAndGet();
        if (count % 500 == 0) {
            System.out.println(count + " of " + units.size());
        }
    }
}
