package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a checkpoint, of which nothing is believed.
 *
 * @param file the checkpoint, for errors
 * @param text values by name
 */
record CheckpointEntries(Path file, Map<String, String> text) {
    private static final int SHOWN = 60;

    boolean has(String name) {
        return text.containsKey(name);
    }

    String required(String name) {
        var value = text.get(name);
        if (value == null) {
            throw new ArgumentException(
                "resume: " + file + ": the checkpoint lacks '" + name + "'\n  try:   a checkpoint that was not changed");
        }
        return value;
    }

    /** An integer in {@code [least, most]}. */
    long integer(String name, long least, long most) {
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

    double number(String name) {
        return numbers(name, 1)[0];
    }

    /**
     * Numbers with spaces between.
     *
     * @param count how many there must be, or -1 where any number will do
     */
    double[] numbers(String name, int count) {
        var value = required(name);
        try {
            var numbers = value.isEmpty() ? new double[0] : Arrays.stream(value.split(" ")).mapToDouble(Double::parseDouble).toArray();
            if (count < 0 || numbers.length == count) {
                return numbers;
            }
        } catch (NumberFormatException _) {
            // as for another count
        }
        throw wrong(name, count < 0 ? "numbers" : count == 1 ? "a number" : count + " numbers", value);
    }

    ArgumentException wrong(String name, String expected, @Nullable String actual) {
        var shown = actual != null && actual.length() > SHOWN ? actual.substring(0, SHOWN) + "..." : actual;
        return new ArgumentException(
            "resume: " + file + ": '" + name + "' is not what a checkpoint has\n  expected: " + expected + "   actual: "
                + shown);
    }
}
