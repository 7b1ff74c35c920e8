package dev.tenon.nn.declare;

import dev.tenon.core.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a declared network. */
final class Summary {
    private static final List<String> TITLES = List.of("layer", "kind", "output", "parameters");

    private final List<List<String>> rows = new ArrayList<>();
    private final DType dtype;
    private final long parameters;

    Summary(Input input, DType dtype, List<Declared> layers) {
        this.dtype = dtype;
        this.parameters = layers.stream().mapToLong(Declared::parameters).sum();
        rows.add(TITLES);
        rows.add(List.of("", input.kind(), Probe.text(Probe.of(input.dtype(), input.sizes()).shape()), ""));
        add("", layers);
    }

    private void add(String prefix, List<Declared> layers) {
        for (var layer : layers) {
            var name = prefix + layer.name();
            boolean leaf = layer.inner().isEmpty();
            rows.add(List.of(name, layer.description(), Probe.text(layer.shape()), leaf ? number(layer.parameters()) : ""));
            layer.inner().forEach((part, inner) -> add(name + "." + (part.isEmpty() ? "" : part + "."), inner));
        }
    }

    String text() {
        var widths = new int[TITLES.size()];
        for (var row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                var gap = " ".repeat(widths[c] - row.get(c).length());
                boolean right = c == widths.length - 1;
                line.append(right ? gap + row.get(c) : row.get(c) + gap).append(right ? "" : "  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append("total ").append(number(parameters)).append(" parameters, ")
            .append(String.format(Locale.ROOT, "%.2f MiB in %s", (double) parameters * dtype.bytes() / (1 << 20), dtype)).toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
