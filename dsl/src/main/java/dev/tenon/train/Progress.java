package dev.tenon.train;

/** Is told how a training goes. */
public interface Progress {
    /** A step has been taken. */
    default void step(Step step) {}

    /** An epoch is complete. */
    default void epoch(Epoch epoch, int epochs) {}

    /**
     * A step of an epoch.
     *
     * @param epoch from 1
     * @param epochs how many there will be
     * @param batch from 1
     * @param batches how many the epoch has
     * @param loss of this step
     */
    record Step(int epoch, int epochs, long batch, long batches, double loss) {}

    /** A bar on a terminal, a line per epoch elsewhere. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    static Progress standard() {
        var console = System.console();
        return console != null && console.isTerminal() ? new BarProgress(System.out) : new LineProgress(System.out);
    }
}
