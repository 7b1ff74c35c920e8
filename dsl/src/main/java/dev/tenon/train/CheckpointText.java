package dev.tenon.train;

import dev.tenon.train.checkpoint.CheckpointEntries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures as a checkpoint's text; doubles are written so that reading gives the same bits. */
final class CheckpointText {
    private static final String EPOCH = "history.";
    private static final String VALIDATION = EPOCH + "validation.";
    private static final String METRIC = "metric.";
    private static final String LOSS = "loss";

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
        for (int i = 0; i < history.validations().size(); i++) {
            var validation = history.validations().get(i);
            text.put(VALIDATION + i + ".epoch", Integer.toString(validation.epoch()));
            text.put(VALIDATION + i + ".step", Long.toString(validation.step()));
            write(validation.measures(), VALIDATION + i + ".", text);
        }
    }

    static List<Validation> validations(CheckpointEntries entries) {
        var validations = new ArrayList<Validation>();
        for (int i = 0; entries.has(VALIDATION + i + ".epoch"); i++) {
            var prefix = VALIDATION + i + ".";
            validations
                .add(new Validation((int) entries.integer(prefix + "epoch", 1, Integer.MAX_VALUE), entries.integer(prefix + "step", 0,
                    Long.MAX_VALUE), measures(entries, prefix)));
        }
        return validations;
    }

    /** The measures of the first {@code count} epochs, all that are complete. */
    static List<Epoch> epochs(CheckpointEntries entries, int count) {
        var epochs = new ArrayList<Epoch>();
        for (int number = 1; number <= count; number++) {
            var prefix = EPOCH + number + ".";
            var validation = entries.has(prefix + "validation." + LOSS) ? measures(entries, prefix + "validation.") : null;
            epochs.add(new Epoch(number, measures(entries, prefix + "training."), validation, entries.number(prefix + "seconds")));
        }
        if (entries.has(EPOCH + (count + 1L) + ".seconds")) {
            throw entries.wrong("epoch", "as many epochs as there are measures of", Integer.toString(count));
        }
        return epochs;
    }

    private static void write(Measures measures, String prefix, Map<String, String> text) {
        text.put(prefix + LOSS, Double.toString(measures.loss()));
        text.put(prefix + "samples", Long.toString(measures.samples()));
        measures.metrics().forEach((name, value) -> text.put(prefix + METRIC + name, Double.toString(value)));
    }

    private static Measures measures(CheckpointEntries entries, String prefix) {
        var metrics = new LinkedHashMap<String, Double>();
        for (var name : entries.text().keySet()) {
            if (name.startsWith(prefix + METRIC)) {
                metrics.put(name.substring(prefix.length() + METRIC.length()), entries.number(name));
            }
        }
        return new Measures(entries.number(prefix + LOSS), metrics, entries.integer(prefix + "samples", 0, Long.MAX_VALUE));
    }
}
