package dev.tenon.nn;

import dev.tenon.core.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of a summary. */
final class SummaryText {
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
            number(total.multiplications()), TextTable.bytes(total.bytes())));
        var dtypes = summary.dtypes().stream().map(Object::toString).collect(Collectors.joining(", "));
        return TextTable.aligned(table, NUMBERS) + number(total.parameters() - total.frozen()) + " parameters are trained, "
            + number(total.frozen())
            + " frozen" + (dtypes.isEmpty() ? "" : "; " + dtypes);
    }

    private List<String> cells(Summary.Row row) {
        boolean empty = row.parameters() == 0;
        return cells(row.path(), row.kind(), row.output(), empty ? "" : number(row.parameters()),
            row.frozen() == 0 ? "" : number(row.frozen()), row.multiplications() == 0 ? "" : number(row.multiplications()),
            row.bytes() == 0 ? "" : TextTable.bytes(row.bytes()));
    }

    private List<String> cells(String path, String kind, String output, String parameters, String frozenOnes, String products,
        String memory) {
        return frozen ? List.of(path, kind, output, parameters, frozenOnes, products, memory)
            : List.of(path, kind, output, parameters, products, memory);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
