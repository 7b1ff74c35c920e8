package dev.tenon.profile;

import dev.tenon.core.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a profile. */
final class ProfileText {
    private ProfileText() {}

    static String operators(List<Profile.Row> rows, long nanos) {
        boolean layers = rows.stream().anyMatch(row -> !row.path().isEmpty());
        var table = new ArrayList<List<String>>();
        table.add(line(layers, "operator", "layer", "pass", "calls", "total", "self", "mean", "memory", "share"));
        for (var row : rows) {
            table.add(line(layers, row.name(), row.path(), row.backward() ? "backward" : "", Long.toString(row.calls()), time(row.total()),
                time(row.self()), time(row.mean()), bytes(row.bytes()), percent(row.share())));
        }
        return TextTable.aligned(table, layers ? 3 : 2) + "all together " + time(nanos) + "\n";
    }

    private static List<String> line(boolean layers, String name, String path, String... others) {
        var line = new ArrayList<String>();
        line.add(name);
        if (layers) {
            line.add(path);
        }
        line.addAll(List.of(others));
        return line;
    }

    static String layers(List<Profile.LayerRow> rows) {
        var table = new ArrayList<List<String>>();
        table.add(List.of("layer", "kind", "calls", "forward", "backward", "self", "memory", "share"));
        for (var row : rows) {
            table.add(List.of(row.path(), row.kind(), row.calls() == 0 ? "" : Long.toString(row.calls()), time(row.forward()),
                row.backward() == 0 ? "" : time(row.backward()), time(row.self()), bytes(row.bytes()), percent(row.share())));
        }
        return TextTable.aligned(table, 2);
    }

    private static String bytes(long count) {
        return count == 0 ? "" : TextTable.bytes(count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Three digits and a unit. */
    static String time(double nanos) {
        if (nanos < 1e3) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        double value = nanos < 1e6 ? nanos / 1e3 : nanos < 1e9 ? nanos / 1e6 : nanos / 1e9;
        var digits = value < 10 ? "%.2f " : value < 100 ? "%.1f " : "%.0f ";
        return String.format(Locale.ROOT, digits, value) + (nanos < 1e6 ? "µs" : nanos < 1e9 ? "ms" : "s");
    }
}
