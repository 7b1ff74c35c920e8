package dev.tenon.train.progress;

import dev.tenon.train.Epoch;
import java.io.PrintStream;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** A bar that is drawn over itself in one line of a terminal, and a line for each epoch that is complete. */
final class BarProgress implements Progress {
    private static final long NANOS_BETWEEN_DRAWINGS = 100_000_000;
    private static final String CLEAR_TO_END = "\u001b[K";

    private final PrintStream out;
    private final IntSupplier width;
    private final LongSupplier clock;
    private final Pace pace = new Pace();
    private long drawn;

    /**
     * @param width letters in a line, asked at each drawing: windows change
     * @param clock nanoseconds
     */
    BarProgress(PrintStream out, IntSupplier width, LongSupplier clock) {
        this.out = out;
        this.width = width;
        this.clock = clock;
        this.drawn = clock.getAsLong() - NANOS_BETWEEN_DRAWINGS;
    }

    @Override
    public void step(Step step) {
        long now = clock.getAsLong();
        pace.note(step, now);
        if (now - drawn < NANOS_BETWEEN_DRAWINGS && step.batch() < step.batches()) {
            return;
        }
        drawn = now;
        // A letter in the last column would wrap on some terminals.
        out.print("\r" + ProgressText.bar(step, pace, width.getAsInt() - 1) + CLEAR_TO_END);
        out.flush();
    }

    @Override
    public void epoch(Epoch epoch, int epochs) {
        out.println("\r" + CLEAR_TO_END + ProgressText.folded(LineProgress.text(epoch, epochs), width.getAsInt() - 1));
    }
}
