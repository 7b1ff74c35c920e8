package dev.tenon.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of a summary. */
final class SummaryText {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    /** Columns from here on are numbers and stand at the right. */
    private static final int NUMBERS = 3;

    private final Summary summary;
    private final boolean frozen;

    SummaryText(Summary summary) {
        this.summary = summary;
        this.frozen = summary.total().frozen() > 0;
    }

    @Override
    public String toString() {
        var table = new ArrayList<List<String>>();
        table.add(cells("layer", "kind", "output", "parameters", "frozen", "multiplications", "memory"));
        if (!summary.input().isEmpty()) {
            table.add(cells("", summary.kind(), summary.input(), "", "", "", ""));
        }
        summary.rows().forEach(row -> table.add(cells(row)));
        var total = summary.total();
        table.add(List.of());
        table.add(cells("total", total.kind(), total.output(), number(total.parameters()), number(total.frozen()),
            number(total.multiplications()), bytes(total.bytes())));
        var dtypes = summary.dtypes().stream().map(Object::toString).collect(Collectors.joining(", "));
        return aligned(table) + number(total.parameters() - total.frozen()) + " parameters are trained, " + number(total.frozen())
            + " frozen" + (dtypes.isEmpty() ? "" : "; " + dtypes);
    }

    private List<String> cells(Summary.Row row) {
        boolean empty = row.parameters() == 0;
        return cells(row.path(), row.kind(), row.output(), empty ? "" : number(row.parameters()),
            row.frozen() == 0 ? "" : number(row.frozen()), row.multiplications() == 0 ? "" : number(row.multiplications()),
            row.bytes() == 0 ? "" : bytes(row.bytes()));
    }

    private List<String> cells(String path, String kind, String output, String parameters, String frozenOnes, String products,
        String memory) {
        return frozen ? List.of(path, kind, output, parameters, frozenOnes, products, memory)
            : List.of(path, kind, output, parameters, products, memory);
    }

    private static String aligned(List<List<String>> table) {
        var widths = new int[table.getFirst().size()];
        for (var row : table) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        var text = new StringBuilder();
        for (var row : table) {
            var line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                var gap = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? "" : "  ").append(c < NUMBERS ? row.get(c) + gap : gap + row.get(c));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Three digits and the largest unit of which there is one at least. */
    static String bytes(long count) {
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
