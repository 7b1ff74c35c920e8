package dev.tenon.train;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A history for people and programs to read; numbers are written so that reading gives the same bits. */
final class HistoryText {
    private HistoryText() {}

    static String csv(History history) {
        var names = names(history, Epoch::training);
        var validated = names(history, Epoch::validation);
        var text = new StringBuilder("epoch,seconds");
        names.forEach(name -> text.append(',').append(quoted(name)));
        validated.forEach(name -> text.append(',').append(quoted("validation " + name)));
        text.append('\n');
        for (var epoch : history.epochs()) {
            text.append(epoch.number()).append(',').append(epoch.seconds());
            names.forEach(name -> text.append(',').append(number(epoch.training(), name)));
            validated.forEach(name -> text.append(',').append(number(epoch.validation(), name)));
            text.append('\n');
        }
        return text.toString();
    }

    private static Set<String> names(History history, Function<Epoch, @Nullable Measures> part) {
        var names = new LinkedHashSet<String>();
        for (var epoch : history.epochs()) {
            var measures = part.apply(epoch);
            if (measures != null) {
                names.add("loss");
                names.addAll(measures.metrics().keySet());
            }
        }
        return names;
    }

    private static String number(@Nullable Measures measures, String name) {
        var value = measures == null ? null : name.equals("loss") ? Double.valueOf(measures.loss()) : measures.metrics().get(name);
        return value == null ? "" : value.toString();
    }

    /** As RFC 4180 has it. */
    private static String quoted(String name) {
        return name.matches("[^\",\r\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    static String json(History history) {
        return """
            {
              "epochs": [%s],
              "validations": [%s],
              "losses": %s,
              "series": {%s}
            }
            """.formatted(lines(history.epochs(), HistoryText::json), lines(history.validations(), HistoryText::json),
            json(history.losses()),
            lines(List.copyOf(history.series().entrySet()), HistoryText::json));
    }

    private static <T> String lines(List<T> items, Function<T, String> line) {
        return items.isEmpty() ? "" : items.stream().map(line).collect(Collectors.joining(",\n    ", "\n    ", "\n  "));
    }

    private static String json(Epoch epoch) {
        var validation = epoch.validation();
        return "{\"epoch\": " + epoch.number() + ", \"seconds\": " + json(epoch.seconds()) + ", \"training\": " + json(epoch.training())
            + (validation == null ? "" : ", \"validation\": " + json(validation)) + "}";
    }

    private static String json(Validation validation) {
        return "{\"epoch\": " + validation.epoch() + ", \"step\": " + validation.step() + ", \"measures\": " + json(validation.measures())
            + "}";
    }

    private static String json(Measures measures) {
        var text = new StringBuilder("{\"samples\": " + measures.samples() + ", \"loss\": " + json(measures.loss()));
        measures.metrics().forEach((name, value) -> text.append(", ").append(json(name)).append(": ").append(json(value)));
        return text.append('}').toString();
    }

    private static String json(Map.Entry<String, Series> named) {
        var series = named.getValue();
        return json(named.getKey()) + ": {\"steps\": " + Arrays.toString(series.steps()) + ", \"values\": " + json(series.values()) + "}";
    }

    private static String json(double[] values) {
        return Arrays.stream(values).mapToObj(HistoryText::json).collect(Collectors.joining(", ", "[", "]"));
    }

    /** JSON has no NaN and no infinity. */
    private static String json(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String json(String name) {
        var text = new StringBuilder("\"");
        name.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
