package dev.tenon.diagram;

import static dev.tenon.plot.Markup.escaped;
import static dev.tenon.plot.Markup.number;

import dev.tenon.diagram.Cell.Wire;
import dev.tenon.diagram.Part.Box;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a chart as SVG that is light or dark as its reader's screen is. */
final class FlowSvg {
    private static final String FONT = "system-ui, 'DejaVu Sans', sans-serif";
    private static final double TITLE = 30;
    private static final double ARROW = 7;
    private static final double LABEL = 14;

    /** What boxes look like by their style: fill and edge, on light ground and on dark. */
    private static final Map<String, List<String>> COLOURS = Map.ofEntries(
        Map.entry("layer", List.of("#f1f3f5", "#868e96", "#2b3035", "#868e96")),
        Map.entry("conv", List.of("#dbeafe", "#2563eb", "#172f57", "#60a5fa")),
        Map.entry("linear", List.of("#e0e7ff", "#4f46e5", "#272557", "#818cf8")),
        Map.entry("norm", List.of("#fef3c7", "#b45309", "#4a3409", "#fbbf24")),
        Map.entry("activation", List.of("#dcfce7", "#15803d", "#12391f", "#4ade80")),
        Map.entry("pool", List.of("#fee2e2", "#b91c1c", "#4c1616", "#f87171")),
        Map.entry("attention", List.of("#fae8ff", "#a21caf", "#481250", "#e879f9")),
        Map.entry("recurrent", List.of("#fce7f3", "#be185d", "#4d1231", "#f472b6")),
        Map.entry("embedding", List.of("#ccfbf1", "#0f766e", "#0f3a36", "#2dd4bf")),
        Map.entry("operator", List.of("#ffffff", "#9aa1a9", "#1c1f23", "#7b838b")),
        Map.entry("tensor", List.of("#ffedd5", "#c2410c", "#4a2310", "#fb923c")),
        Map.entry("leaf", List.of("#dbeafe", "#2563eb", "#172f57", "#60a5fa")),
        Map.entry("end", List.of("#e5e7eb", "#374151", "#374151", "#d1d5db")));

    private final StringBuilder svg = new StringBuilder();

    private FlowSvg() {}

    static String of(Flow flow) {
        var level = Level.of(flow.root, flow.pieces());
        var drawing = new FlowSvg();
        double top = flow.title.isEmpty() ? 0 : TITLE;
        double width = Math.max(level.width(), Lettering.text(flow.title, 15) + 28);
        drawing.open(flow.title, width, level.height() + top);
        drawing.level(level, (width - level.width()) / 2, top);
        return drawing.svg.append("</svg>\n").toString();
    }

    private void open(String title, double width, double height) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tenon-flow\" width=\"").append(number(width)).append("\" height=\"")
            .append(number(height)).append("\" viewBox=\"0 0 ").append(number(width)).append(' ').append(number(height))
            .append("\" role=\"img\" font-family=\"").append(FONT).append("\">\n<title>").append(escaped(title))
            .append("</title>\n<style>\n")
            .append(style()).append("</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        if (!title.isEmpty()) {
            text("title", 14, 21, 15, "start", title);
        }
    }

    private static String style() {
        var light = new StringBuilder();
        var dark = new StringBuilder();
        COLOURS.forEach((name, colours) -> {
            light.append(rule(name, colours.get(0), colours.get(1)));
            dark.append(rule(name, colours.get(2), colours.get(3)));
        });
        return ground("#ffffff", "#1f2328", "#57606a", "#6e7781", "#f6f8fa", "#c9d1d9") + light
            + "@media (prefers-color-scheme: dark) {\n" + ground("#16181c", "#e6e8ea", "#a5adb6", "#8b949e", "#1e2126", "#4a515a") + dark
            + "}\n";
    }

    private static String rule(String name, String fill, String edge) {
        return ".tenon-flow ." + name + " rect { fill: " + fill + "; stroke: " + edge + "; }\n";
    }

    private static String ground(String ground, String ink, String faint, String arrow, String group, String frame) {
        return ".tenon-flow { background: " + ground + "; }\n.tenon-flow .ground { fill: " + ground + "; }\n.tenon-flow text { fill: " + ink
            + "; }\n.tenon-flow .faint { fill: " + faint
            + "; }\n.tenon-flow .arrow { stroke: " + arrow + "; fill: none; stroke-width: 1.3; }\n.tenon-flow .head { fill: " + arrow
            + "; }\n.tenon-flow .group > rect { fill: " + group + "; fill-opacity: 0.6; stroke: " + frame + "; }\n";
    }

    // ---- levels -----------------------------------------------------------------------------------------------------

    private void level(Level level, double left, double top) {
        for (var rank : level.ranks) {
            for (var cell : rank) {
                switch (cell.part) {
                    case Box box -> box(box, left + cell.x - cell.width / 2, top + cell.y, cell.width, cell.height);
                    case Part.Group group -> group(cell, group.title(), left + cell.x - cell.width / 2, top + cell.y);
                    case null -> {
                    }
                }
            }
        }
        for (int r = 0; r + 1 < level.ranks.size(); r++) {
            arrows(level.ranks.get(r), level.ranks.get(r + 1), left, top);
        }
        level.against.forEach(wire -> curve(left + wire.fromX(), top + bottom(wire.from()), left + wire.toX(), top + wire.to().y, true));
    }

    private void group(Cell cell, String title, double left, double top) {
        svg.append("<g class=\"group\"><rect x=\"").append(number(left)).append("\" y=\"").append(number(top)).append("\" width=\"")
            .append(number(cell.width)).append("\" height=\"").append(number(cell.height)).append("\" rx=\"8\"/>\n");
        text("faint", left + 10, top + 15, Lettering.SMALL, "start", title);
        if (cell.inside != null) {
            level(cell.inside, left, top);
        }
        svg.append("</g>\n");
    }

    private void box(Box box, double left, double top, double width, double height) {
        svg.append("<g class=\"").append(box.style).append("\"><rect x=\"").append(number(left)).append("\" y=\"").append(number(top))
            .append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height)).append("\" rx=\"5\"/>");
        if (!box.tip.isEmpty()) {
            svg.append("<title>").append(escaped(box.tip)).append("</title>");
        }
        svg.append('\n');
        for (int i = 0; i < box.lines.size(); i++) {
            text(i == 0 ? "name" : "faint", left + width / 2, top + 17 + Lettering.LINE * i, i == 0 ? Lettering.HEADING : Lettering.SMALL,
                "middle", box.lines.get(i));
        }
        svg.append("</g>\n");
    }

    // ---- arrows -----------------------------------------------------------------------------------------------------

    private void arrows(List<Cell> above, List<Cell> below, double left, double top) {
        double from = above.stream().mapToDouble(FlowSvg::bottom).max().orElse(0);
        double to = below.stream().mapToDouble(cell -> cell.y).min().orElse(0);
        for (var cell : above) {
            for (var wire : cell.out) {
                arrow(wire, left, top, from, to);
            }
            for (var wire : Level.label(cell)) {
                text("faint", left + wire.fromX() + Level.LABEL_GAP, top + bottom(cell) + 13, Lettering.SMALL, "start", wire.label());
            }
        }
    }

    /** Upright beside taller neighbours, and a curve between the ranks. */
    private void arrow(Wire wire, double left, double top, double from, double to) {
        boolean ends = !wire.to().isPoint();
        double x = left + wire.fromX();
        // A label stands beside an upright piece.
        double turn = top + from + (wire.from().isPoint() || wire.label().isEmpty() ? 0 : LABEL);
        double begin = top + (wire.from().isPoint() ? pointTop(wire.from(), from) : bottom(wire.from()));
        if (begin < turn) {
            upright(x, begin, turn);
        }
        double end = top + wire.to().y;
        double x1 = left + wire.toX();
        boolean beside = end > top + to && !wire.to().isPoint();
        curve(x, turn, x1, beside ? top + to : wire.to().isPoint() ? top + to : end, ends && !beside);
        if (beside) {
            upright(x1, top + to, end - ARROW);
            head(x1, end);
        }
    }

    /** Where the curve that came to a point of a rank has ended: at the top of the tallest cell beside it. */
    private static double pointTop(Cell point, double bottom) {
        return point.in.isEmpty() ? bottom : Math.min(bottom, 2 * point.y - bottom);
    }

    private static double bottom(Cell cell) {
        return cell.y + cell.height;
    }

    private void upright(double x, double from, double to) {
        svg.append("<path class=\"arrow\" d=\"M").append(number(x)).append(' ').append(number(from)).append('V').append(number(to))
            .append("\"/>\n");
    }

    private void curve(double x0, double y0, double x1, double y1, boolean head) {
        double end = head ? y1 - ARROW : y1;
        double middle = (y0 + end) / 2;
        svg.append(
            String.format(Locale.ROOT, "<path class=\"arrow\" d=\"M%s %sC%s %s %s %s %s %s\"/>%n", number(x0), number(y0), number(x0),
                number(middle), number(x1), number(middle), number(x1), number(end)));
        if (head) {
            head(x1, y1);
        }
    }

    private void head(double x, double y) {
        svg.append(String.format(Locale.ROOT, "<path class=\"head\" d=\"M%s %sl-4 -%s h8z\"/>%n", number(x), number(y), number(ARROW)));
    }

    private void text(String style, double x, double y, double size, String anchor, String text) {
        svg.append("<text class=\"").append(style).append("\" x=\"").append(number(x)).append("\" y=\"").append(number(y))
            .append("\" font-size=\"").append(number(size)).append("\" text-anchor=\"").append(anchor).append('"')
            .append(style.equals("name") || style.equals("title") ? " font-weight=\"600\"" : "").append('>').append(escaped(text))
            .append("</text>\n");
    }
}
