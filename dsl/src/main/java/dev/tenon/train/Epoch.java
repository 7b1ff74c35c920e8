package dev.tenon.train;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch came to.
 *
 * @param number from 1
 * @param training measures over the training batches, each taken before its step
 * @param validation measures over the validation data after the epoch, or null without such data
 * @param seconds how long it took, validation included
 */
public record Epoch(int number, Measures training, @Nullable Measures validation, double seconds) {
    @Override
    public String toString() {
        var text = "epoch " + number + "  " + training.text("");
        return text + (validation == null ? "" : "  " + validation.text("validation ")) + String.format(Locale.ROOT, "  %.1f s", seconds);
    }
}
