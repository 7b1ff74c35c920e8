package dev.tenon.train.progress;

import dev.tenon.train.Epoch;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A line per epoch, and within long ones a line every ten seconds: for files and for other programs. */
final class LineProgress implements Progress {
    private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

    private final PrintStream out;
    private final LongSupplier clock;
    private final Pace pace = new Pace();
    private long printed;

    /** @param clock nanoseconds */
    LineProgress(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.printed = clock.getAsLong();
    }

    @Override
    public void step(Step step) {
        long now = clock.getAsLong();
        pace.note(step, now);
        if (now - printed >= NANOS_BETWEEN_LINES && step.batch() < step.batches()) {
            printed = now;
            out.println(ProgressText.line(step, pace));
        }
    }

    @Override
    public void epoch(Epoch epoch, int epochs) {
        printed = clock.getAsLong();
        out.println(text(epoch, epochs));
    }

    static String text(Epoch epoch, int epochs) {
        return epoch.toString().replaceFirst("^epoch " + epoch.number(), "epoch " + epoch.number() + "/" + epochs);
    }
}
