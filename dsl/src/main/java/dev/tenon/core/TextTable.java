package dev.tenon.core;

import java.util.List;
import java.util.Locale;

/** Tables for people, in a font of equal widths. */
public final class TextTable {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private TextTable() {}

    /** Lines of cells below one another, with two spaces between; the first {@code texts} columns stand at the left, the others at the right. */
    public static String aligned(List<List<String>> rows, int texts) {
        var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (var row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                var gap = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? "" : "  ").append(c < texts ? row.get(c) + gap : gap + row.get(c));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** A number of bytes with three digits, in the largest unit of which there is one at least. */
    public static String bytes(long count) {
        int unit = 0;
        double value = count;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        var digits = unit == 0 || value >= 100 ? "%.0f " : value >= 10 ? "%.1f " : "%.2f ";
        return String.format(Locale.ROOT, digits, value) + UNITS.get(unit);
    }
}
