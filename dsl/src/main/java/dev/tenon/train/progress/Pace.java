package dev.tenon.train.progress;

import java.util.Locale;

/** How fast batches go, and how long the rest of the epoch takes: a mean over all of them at first, later one in which old ones are forgotten. */
final class Pace {
    /** In how many seconds an old speed is forgotten to a third. */
    private static final double MEMORY = 10;

    private long last;
    private long batch;
    private int epoch;
    private double elapsed;
    private double perSecond = Double.NaN;

    /** Notes that a batch has ended at a time in nanoseconds. */
    void note(Progress.Step step, long now) {
        if (epoch == step.epoch() && step.batch() > batch) {
            double seconds = Math.max(1, now - last) / 1e9;
            double speed = (step.batch() - batch) / seconds;
            elapsed += seconds;
            double weight = Math.min(1, seconds / Math.min(elapsed, MEMORY));
            perSecond = Double.isNaN(perSecond) ? speed : perSecond + weight * (speed - perSecond);
        }
        epoch = step.epoch();
        batch = step.batch();
        last = now;
    }

    /** {@code 12.3 batches/s}, {@code 4.2 s/batch}; empty before it is known. */
    String rate() {
        if (Double.isNaN(perSecond)) {
            return "";
        }
        return perSecond >= 1 ? String.format(Locale.ROOT, perSecond < 100 ? "%.1f batches/s" : "%.0f batches/s", perSecond)
            : String.format(Locale.ROOT, "%.1f s/batch", 1 / perSecond);
    }

    /** {@code 1:05 left}; empty before it is known and after the last batch. */
    String left(Progress.Step step) {
        long rest = step.batches() - step.batch();
        if (Double.isNaN(perSecond) || rest <= 0 || step.batches() == Long.MAX_VALUE) {
            return "";
        }
        long seconds = (long) Math.ceil(rest / perSecond);
        return (seconds < 3600 ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)) + " left";
    }
}
