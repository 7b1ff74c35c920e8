package dev.tenon.train.checkpoint;

import dev.tenon.core.ArgumentException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a checkpoint, of which nothing is believed.
 *
 * @param file the checkpoint, for errors
 * @param text values by name
 */
public record CheckpointEntries(Path file, Map<String, String> text) {
    private static final int SHOWN = 60;

    /** Whether there is a text of this name. */
    public boolean has(String name) {
        return text.containsKey(name);
    }

    /**
     * The text of this name.
     *
     * @throws ArgumentException if there is none
     */
    public String required(String name) {
        var value = text.get(name);
        if (value == null) {
            throw new ArgumentException(
                "resume: " + file + ": the checkpoint lacks '" + name + "'\n  try:   a checkpoint that was not changed");
        }
        return value;
    }

    /**
     * An integer in {@code [least, most]}.
     *
     * @throws ArgumentException if there is none, or another text
     */
    public long integer(String name, long least, long most) {
        var value = required(name);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // as for one out of range
        }
        throw wrong(name, "an integer in [" + least + ", " + most + "]", value);
    }

    /**
     * A number.
     *
     * @throws ArgumentException if there is none
     */
    public double number(String name) {
        var value = required(name);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw wrong(name, "a number", value);
        }
    }

    /** The error that this text of a checkpoint is not what a training wrote. */
    public ArgumentException wrong(String name, String expected, @Nullable String actual) {
        var shown = actual != null && actual.length() > SHOWN ? actual.substring(0, SHOWN) + "..." : actual;
        return new ArgumentException(
            "resume: " + file + ": '" + name + "' is not what a checkpoint has\n  expected: " + expected + "   actual: "
                + shown);
    }
}
