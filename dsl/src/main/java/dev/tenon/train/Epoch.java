package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch came to.
 *
 * @param number from 1
 * @param training measures over the training batches, each taken before its step
 * @param validation measures over the validation data after the epoch, or the last ones within it, or null if there were none
 * @param seconds how long it took, validation included
 */
public record Epoch(int number, Measures training, @Nullable Measures validation, double seconds) {
    private static final String TRAINING = "training ";
    private static final String VALIDATION = "validation ";

    /**
     * A measure: of the validation if there was one, otherwise of the training.
     *
     * @param name a metric's name, or {@code loss}; {@code training loss} and {@code validation loss} say which is meant
     * @throws ArgumentException if there is no such measure
     */
    public double of(String name) {
        if (name.startsWith(TRAINING)) {
            return training.of(name.substring(TRAINING.length()));
        }
        if (!name.startsWith(VALIDATION)) {
            return (validation == null ? training : validation).of(name);
        }
        if (validation == null) {
            throw new ArgumentException(
                "measures: there is no '" + name + "', because there was no validation\n  try:   t -> t.validate(...)");
        }
        return validation.of(name.substring(VALIDATION.length()));
    }

    @Override
    public String toString() {
        var text = "epoch " + number + "  " + training.text("");
        return text + (validation == null ? "" : "  " + validation.text("validation ")) + String.format(Locale.ROOT, "  %.1f s", seconds);
    }
}
