package dev.tenon.samples.memory;

import static dev.tenon.Tenon.*;

import dev.tenon.core.ArgumentException;
import dev.tenon.memory.Pool;
import dev.tenon.memory.Scope;
import dev.tenon.samples.DeviceOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon soak}: loops with no scope and no close, or with one around each turn, whose memory must not grow. */
@Command(mixinStandardHelpOptions = true, description = {
    "Run a loop, without scopes unless asked for, and report memory after each tenth of it: what tensors and temporaries occupy, what is held with what waits to be"
        + " used again, and what the process occupies. A loop that has ended is looked at again after 20 seconds: what waited has gone back.",
    "Loops: train (an MLP), lstm, sizes (tensors of other sizes each time), lengths (a training with batches of other lengths), one (one tensor of"
        + " changing size), virtual (virtual threads)."})
public final class SoakCommand implements Callable<Integer> {
    private static final int REPORTS = 10;
    private static final int AFTERWARDS = 20;

    @Option(names = "--loop", defaultValue = "train", description = "train, lstm, sizes, lengths, one or virtual; default ${DEFAULT-VALUE}")
    private String name = "train";

    @Option(names = "--steps", defaultValue = "0", description = "how many; by default as many as the loop needs to show its memory")
    private int steps;

    @Option(names = "--afterwards", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "wait at the end for memory to go back")
    private boolean afterwards = true;

    @Option(names = "--scoped", description = "each turn in a scope, as the batches of a data loader are")
    private boolean scoped;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws InterruptedException {
        var loop = MemoryLoops.all().get(name);
        if (loop == null) {
            throw new ArgumentException(
                "--loop: there is no loop '" + name + "'\n  try:   " + String.join(", ", MemoryLoops.all().keySet()));
        }
        manualSeed(1);
        int turns = steps > 0 ? steps : loop.turns();
        var body = loop.body().apply(device.device());
        System.out.printf(Locale.ROOT, "%s: at most %d MB reachable, limit %.0f MB%n  %8s %10s %10s %12s %10s%n", name, loop.reachable(),
            Pool.of(device.device()).limit() / 1e6, "steps", "in use", "held", "resident", "ms a step");
        double early = 0;
        long start = System.nanoTime();
        for (int turn = 0; turn < turns; turn++) {
            run(body, turn);
            if ((turn + 1) % Math.max(1, turns / REPORTS) == 0) {
                report(String.valueOf(turn + 1), (System.nanoTime() - start) / 1e6 / (turn + 1));
                early = early == 0 ? Resident.megabytes() : early;
            }
        }
        System.out.printf(Locale.ROOT, "resident memory grew by %.1f %% after the first tenth%n", 100 * (Resident.megabytes() / early - 1));
        if (afterwards) {
            TimeUnit.SECONDS.sleep(AFTERWARDS);
            report("later", 0);
        }
        return 0;
    }

    private void run(IntConsumer body, int turn) {
        if (!scoped) {
            body.accept(turn);
            return;
        }
        try (var _ = Scope.open("turn " + turn)) {
            body.accept(turn);
        }
    }

    private void report(String at, double milliseconds) {
        var pool = Pool.of(device.device());
        System.out.printf(Locale.ROOT, "  %8s %7.1f MB %7.1f MB %9.1f MB %10.3f%n", at, pool.inUse() / 1e6, pool.held() / 1e6,
            Resident.megabytes(), milliseconds);
    }
}
