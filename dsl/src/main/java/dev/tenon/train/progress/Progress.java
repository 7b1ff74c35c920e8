package dev.tenon.train.progress;

import dev.tenon.train.Callback;
import dev.tenon.train.Epoch;
import dev.tenon.train.Measures;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Is told how a training goes. */
public interface Progress {
    /** A step has been taken. */
    default void step(Step step) {}

    /** An epoch is complete. */
    default void epoch(Epoch epoch, int epochs) {}

    /** What tells this of a training. */
    default Callback callback() {
        return new ProgressCallback(this);
    }

    /**
     * A step of an epoch.
     *
     * @param epoch from 1
     * @param epochs how many there will be
     * @param batch from 1
     * @param batches how many the epoch has; {@link Long#MAX_VALUE} where nobody knows
     * @param loss of this step
     * @param learningRate of this step; NaN where nobody says
     * @param measures those of the epoch so far, made when they are asked for; null where nobody says
     */
    record Step(int epoch, int epochs, long batch, long batches, double loss, double learningRate, @Nullable Supplier<Measures> measures) {
        /** A step of which only the loss is told. */
        public Step(int epoch, int epochs, long batch, long batches, double loss) {
            this(epoch, epochs, batch, batches, loss, Double.NaN, null);
        }
    }

    /** A bar on a terminal, lines elsewhere. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    static Progress standard() {
        var console = System.console();
        return console != null && console.isTerminal() ? new BarProgress(System.out, Terminal::width, System::nanoTime)
            : new LineProgress(System.out, System::nanoTime);
    }
}
