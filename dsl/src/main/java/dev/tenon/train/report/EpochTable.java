package dev.tenon.train.report;

import dev.tenon.train.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What each epoch came to, as a table.
 *
 * @param epochs at least one
 */
record EpochTable(List<Epoch> epochs) {
    private static final int MOST_EPOCHS = 50;

    List<String> headings() {
        var first = epochs.getFirst();
        var headings = new ArrayList<>(List.of("epoch", "loss"));
        headings.addAll(first.training().metrics().keySet());
        if (first.validation() != null) {
            headings.add("validation loss");
            first.validation().metrics().keySet().forEach(name -> headings.add("validation " + name));
        }
        headings.addAll(List.of("samples/s", "time"));
        return headings;
    }

    /** The first epochs and the last ones where there are many. */
    List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < epochs.size(); i++) {
            if (i < MOST_EPOCHS / 2 || i >= epochs.size() - MOST_EPOCHS / 2) {
                rows.add(row(epochs.get(i)));
            } else if (i == MOST_EPOCHS / 2) {
                rows.add(List.of("…"));
            }
        }
        return rows;
    }

    private static List<String> row(Epoch epoch) {
        var row = new ArrayList<>(List.of(Integer.toString(epoch.number()), number(epoch.training().loss())));
        epoch.training().metrics().values().forEach(value -> row.add(number(value)));
        var validation = epoch.validation();
        if (validation != null) {
            row.add(number(validation.loss()));
            validation.metrics().values().forEach(value -> row.add(number(value)));
        }
        row.add(String.format(Locale.ROOT, "%,.0f", epoch.training().samples() / Math.max(1e-9, epoch.seconds())));
        row.add(duration(epoch.seconds()));
        return row;
    }

    static String number(double value) {
        double size = Math.abs(value);
        return size != 0 && (size < 1e-3 || size >= 1e5) ? String.format(Locale.ROOT, "%.3e", value)
            : String.format(Locale.ROOT, "%.4f", value);
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        return seconds < 10 ? String.format(Locale.ROOT, "%.2f s", seconds) : seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds)
            : whole < 3600 ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
}
