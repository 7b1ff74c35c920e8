package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an epoch or an evaluation came to.
 *
 * @param loss mean over the samples
 * @param metrics by name
 * @param samples how many samples there were
 */
public record Measures(double loss, Map<String, Double> metrics, long samples) {
    public Measures {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * The metric of that name, or the loss by the name {@code loss}.
     *
     * @throws ArgumentException if there is none
     */
    public double of(String name) {
        var value = name.equals("loss") ? Double.valueOf(loss) : metrics.get(name);
        if (value == null) {
            throw new ArgumentException("measures: there is no '" + name + "'\n  try:   loss or one of " + metrics.keySet());
        }
        return value;
    }

    /** Such as {@code loss 0.4312  accuracy 0.8740}; {@code prefix} stands before each name. */
    String text(String prefix) {
        var text = new StringBuilder(String.format(Locale.ROOT, "%sloss %.4f", prefix, loss));
        metrics.forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s%s %.4f", prefix, name, value)));
        return text.toString();
    }
}
