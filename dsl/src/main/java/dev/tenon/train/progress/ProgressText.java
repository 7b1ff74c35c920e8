package dev.tenon.train.progress;

import dev.tenon.core.Device;
import dev.tenon.core.TextTable;
import dev.tenon.memory.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said of a step, and how it is fitted into a width. */
final class ProgressText {
    private static final int MOST_BAR = 24;
    private static final int LEAST_BAR = 6;
    private static final String GAP = "  ";

    private ProgressText() {}

    /** What is said in one line: {@code epoch 1/3  10/40  loss 0.4312  0:03 left  accuracy 0.8740  12.5 batches/s  lr 0.001  512 MiB}. */
    static String line(Progress.Step step, Pace pace) {
        var said = new ArrayList<String>();
        said.add("epoch " + step.epoch() + "/" + step.epochs());
        said.addAll(items(step, pace));
        return String.join(GAP, said);
    }

    /**
     * A line with a bar that has at most so many letters. Where there is not room for all, the last items are left out, then the bar; what is
     * left is cut.
     */
    static String bar(Progress.Step step, Pace pace, int width) {
        var head = step.epoch() + "/" + step.epochs();
        var items = items(step, pace);
        boolean drawn = step.batches() != Long.MAX_VALUE;
        int bar = drawn ? LEAST_BAR + GAP.length() + 1 : 0;
        while (items.size() > 1 && length(head, items) + bar > width) {
            items.removeLast();
        }
        int room = width - length(head, items) - 3;
        if (drawn && room >= LEAST_BAR) {
            int size = Math.min(MOST_BAR, room);
            int filled = (int) (size * Math.min(step.batch(), step.batches()) / Math.max(1, step.batches()));
            head += " [" + "=".repeat(filled) + " ".repeat(size - filled) + "]";
        }
        var line = head + GAP + String.join(GAP, items);
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    private static int length(String head, List<String> items) {
        return head.length() + items.stream().mapToInt(item -> GAP.length() + item.length()).sum();
    }

    /** What is told, the most important first. */
    private static List<String> items(Progress.Step step, Pace pace) {
        var items = new ArrayList<String>();
        items.add(step.batches() == Long.MAX_VALUE ? Long.toString(step.batch()) : step.batch() + "/" + step.batches());
        items.add(String.format(Locale.ROOT, "loss %.4f", step.loss()));
        add(items, pace.left(step));
        var measures = step.measures();
        if (measures != null) {
            measures.get().metrics().forEach((name, value) -> items.add(String.format(Locale.ROOT, "%s %.4f", name, value)));
        }
        add(items, pace.rate());
        if (!Double.isNaN(step.learningRate())) {
            items.add("lr " + rate(step.learningRate()));
        }
        items.add(TextTable.bytes(Pool.of(Device.CPU).inUse()));
        return items;
    }

    private static void add(List<String> items, String item) {
        if (!item.isEmpty()) {
            items.add(item);
        }
    }

    /** Three digits without zeros at the end: {@code 0.001}, {@code 3.33e-5}. */
    private static String rate(double value) {
        if (value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e4) {
            return String.format(Locale.ROOT, "%.6f", value).replaceAll("\\.?0+$", "");
        }
        return String.format(Locale.ROOT, "%.2e", value).replaceAll("\\.?0+e", "e").replaceAll("e([+-])0", "e$1").replace("e+", "e");
    }

    /** A text of items in lines of at most so many letters, broken between items; those after the first are indented. */
    static String folded(String text, int width) {
        var lines = new StringBuilder();
        int length = 0;
        for (var item : text.split(GAP)) {
            boolean fits = length == 0 || length + GAP.length() + item.length() <= width;
            lines.append(length == 0 ? "" : fits ? GAP : System.lineSeparator() + "    ").append(item);
            length = fits ? length + item.length() + (length == 0 ? 0 : GAP.length()) : 4 + item.length();
        }
        return lines.toString();
    }
}
