package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.TimeSteps;

/** The way through time: sequences do not depend on each other, so a thread takes some of them through all steps. */
final class Walk {
    /** Sequences that go together: enough that a recurrent product reads its weight seldom, and the same ones for any number of threads. */
    private static final long TOGETHER = 16;

    private Walk() {}

    /** What is done with the sequences from {@code first} on at a time; there is at least one. */
    @FunctionalInterface
    interface Step {
        void run(int time, long first, long rows);
    }

    /** From the first step to the last. */
    static void forwards(TimeSteps steps, long batch, Step step) {
        walk(steps, batch, true, step);
    }

    /** From the last step to the first. */
    static void backwards(TimeSteps steps, long batch, Step step) {
        walk(steps, batch, false, step);
    }

    private static void walk(TimeSteps steps, long batch, boolean forwards, Step step) {
        Workers.run(Math.ceilDiv(batch, TOGETHER), 1, (from, to) -> {
            for (long first = from * TOGETHER; first < Math.min(batch, to * TOGETHER); first += TOGETHER) {
                for (int s = 0; s < steps.count(); s++) {
                    int time = steps.time(forwards ? s : steps.count() - 1 - s);
                    long rows = Math.min(first + TOGETHER, steps.rows(time)) - first;
                    if (rows > 0) {
                        step.run(time, first, rows);
                    }
                }
            }
        });
    }
}
