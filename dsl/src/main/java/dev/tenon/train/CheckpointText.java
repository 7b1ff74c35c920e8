package dev.tenon.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Measures as a checkpoint's text; doubles are written so that reading gives the same bits. */
final class CheckpointText {
    private static final String EPOCH = "history.";
    private static final String METER = "meter.";
    private static final String METRIC = "metric.";

    private CheckpointText() {}

    static void write(History history, Map<String, String> text) {
        for (var epoch : history.epochs()) {
            var prefix = EPOCH + epoch.number() + ".";
            text.put(prefix + "seconds", Double.toString(epoch.seconds()));
            write(epoch.training(), prefix + "training.", text);
            var validation = epoch.validation();
            if (validation != null) {
                write(validation, prefix + "validation.", text);
            }
        }
    }

    static void read(Map<String, String> text, History history) {
        for (int number = 1; text.containsKey(EPOCH + number + ".seconds"); number++) {
            var prefix = EPOCH + number + ".";
            var validation = text.containsKey(prefix + "validation.loss") ? measures(prefix + "validation.", text) : null;
            history.add(new Epoch(number, measures(prefix + "training.", text), validation,
                Double.parseDouble(Checkpoint.required(text, prefix + "seconds"))));
        }
    }

    private static void write(Measures measures, String prefix, Map<String, String> text) {
        text.put(prefix + "loss", Double.toString(measures.loss()));
        text.put(prefix + "samples", Long.toString(measures.samples()));
        measures.metrics().forEach((name, value) -> text.put(prefix + METRIC + name, Double.toString(value)));
    }

    private static Measures measures(String prefix, Map<String, String> text) {
        var metrics = new LinkedHashMap<String, Double>();
        text.forEach((name, value) -> {
            if (name.startsWith(prefix + METRIC)) {
                metrics.put(name.substring(prefix.length() + METRIC.length()), Double.valueOf(value));
            }
        });
        return new Measures(Double.parseDouble(Checkpoint.required(text, prefix + "loss")), metrics,
            Long.parseLong(Checkpoint.required(text, prefix + "samples")));
    }

    static void write(Meter meter, Map<String, String> text) {
        meter.state().forEach((name, values) -> text.put(METER + name, Arrays.stream(values).mapToObj(Double::toString)
            .collect(Collectors.joining(" "))));
    }

    static void read(Map<String, String> text, Meter meter) {
        var state = new LinkedHashMap<String, double[]>();
        text.forEach((name, value) -> {
            if (name.startsWith(METER)) {
                state.put(name.substring(METER.length()), numbers(value));
            }
        });
        meter.restore(state);
    }

    private static double[] numbers(@Nullable String value) {
        return value == null || value.isEmpty() ? new double[0] : Arrays.stream(value.split(" ")).mapToDouble(Double::parseDouble)
            .toArray();
    }
}
