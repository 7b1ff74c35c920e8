package dev.tenon.train;

import dev.tenon.data.DataLoader;
import java.io.PrintStream;
import java.util.Locale;

/** A bar that is drawn over itself, and a line for each epoch that is complete. */
final class BarProgress implements Progress {
    private static final int WIDTH = 24;
    private static final long NANOS_BETWEEN_DRAWINGS = 100_000_000;
    private static final String CLEAR_TO_END = "\u001b[K";

    private final PrintStream out;
    private final LineProgress lines;
    private long drawn = System.nanoTime() - NANOS_BETWEEN_DRAWINGS;

    BarProgress(PrintStream out) {
        this.out = out;
        this.lines = new LineProgress(out);
    }

    @Override
    public void step(Step step) {
        long now = System.nanoTime();
        if (now - drawn < NANOS_BETWEEN_DRAWINGS && step.batch() < step.batches()) {
            return;
        }
        drawn = now;
        int filled = (int) (WIDTH * step.batch() / Math.max(1, step.batches()));
        out.print(String.format(Locale.ROOT, "\repoch %d/%d [%s%s] %s  loss %.4f%s", step.epoch(), step.epochs(), "=".repeat(filled),
            " ".repeat(WIDTH - filled), done(step), step.loss(), CLEAR_TO_END));
        out.flush();
    }

    /** Nobody knows how many batches a stream has. */
    private static String done(Step step) {
        return step.batches() == DataLoader.UNKNOWN_SIZE ? "batch " + step.batch() : step.batch() + "/" + step.batches();
    }

    @Override
    public void epoch(Epoch epoch, int epochs) {
        out.print("\r" + CLEAR_TO_END);
        lines.epoch(epoch, epochs);
    }
}
