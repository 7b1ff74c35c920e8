package dev.tenon.train;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices while a training runs that its process is asked to end, as by Ctrl-C, or its thread is interrupted. The process then waits until the
 * step under way is complete and all who want to know have heard of it.
 */
final class Interruption implements AutoCloseable {
    private static final long GLANCE_MILLIS = 100;
    private static final long LONGEST_END_SECONDS = 30;

    private final Thread training = Thread.currentThread();
    private final CountDownLatch complete = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForTraining, "tenon-train-interruption");
    private volatile boolean ending;
    private boolean interrupted;

    private Interruption() {}

    static Interruption watch() {
        var interruption = new Interruption();
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException _) {
            // The process ends already.
            interruption.ending = true;
        }
        return interruption;
    }

    /** Whether the training must end after its step. Takes the thread's mark until {@link #close}: with it, files cannot be written. */
    boolean isRequested() {
        interrupted |= Thread.interrupted();
        return ending || interrupted;
    }

    private void waitForTraining() {
        ending = true;
        try {
            while (training.isAlive() && !endsProcessItself() && !complete.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                // a step may take long
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who calls {@code System.exit} within a training waits for this hook, and must not be waited for. */
    private boolean endsProcessItself() {
        return Arrays.stream(training.getStackTrace()).anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }

    /** The training is complete. Where the process ends, it does so now, before anything goes on that believes in a complete training. */
    @Override
    public void close() {
        complete.countDown();
        if (!ending) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                if (interrupted) {
                    training.interrupt();
                }
                return;
            } catch (IllegalStateException _) {
                // The process has begun to end meanwhile.
            }
        }
        try {
            TimeUnit.SECONDS.sleep(LONGEST_END_SECONDS);
        } catch (InterruptedException _) {
            training.interrupt();
        }
    }
}
