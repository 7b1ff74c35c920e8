package dev.tenon.plot;

import java.util.Locale;

/**
 * Draws SVG 1.1 text, which browsers show and editors of vector pictures change. On a dark screen the ground is dark, and the colours of texts and
 * lines are others.
 */
final class SvgCanvas implements Canvas {
    private static final String FONT = "system-ui, 'DejaVu Sans', sans-serif";

    /** By the colours that are written; those of cells stay. */
    private static final String DARK = """
        <style>
        @media (prefers-color-scheme: dark) {
        .tenon-chart > rect:first-of-type { fill: #16181c; }
        .tenon-chart > text[fill="#222222"] { fill: #e6e8ea; }
        .tenon-chart > text[fill="#6b6b6b"] { fill: #a5adb6; }
        .tenon-chart > polyline[stroke="#6b6b6b"] { stroke: #8b949e; }
        .tenon-chart > polyline[stroke="#e3e3e3"] { stroke: #2e333a; }
        .tenon-chart > polyline[stroke="#b8bec5"] { stroke: #565d66; }
        .tenon-chart > polyline[stroke="#444444"] { stroke: #c9d1d9; }
        .tenon-chart > polyline[stroke="#0072b2"] { stroke: #4aa8e8; }
        .tenon-chart > polyline[stroke="#7f3c8d"] { stroke: #c58ad1; }
        }
        </style>
        """;

    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height, String title) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tenon-chart\" width=\"").append(width).append("\" height=\"")
            .append(height)
            .append("\" viewBox=\"0 0 ").append(width).append(' ').append(height).append("\" role=\"img\" font-family=\"").append(FONT)
            .append("\">\n<title>").append(Markup.escaped(title))
            .append("</title>\n").append(DARK).append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int fill, String title) {
        svg.append("<rect x=\"").append(Markup.number(x)).append("\" y=\"").append(Markup.number(y)).append("\" width=\"")
            .append(Markup.number(width))
            .append("\" height=\"").append(Markup.number(height)).append("\" fill=\"").append(colour(fill)).append('"');
        svg.append(title.isEmpty() ? "/>\n" : "><title>" + Markup.escaped(title) + "</title></rect>\n");
    }

    @Override
    public void line(double[] xs, double[] ys, int colour, double width) {
        svg.append("<polyline fill=\"none\" stroke-linejoin=\"round\" stroke=\"").append(colour(colour)).append("\" stroke-width=\"")
            .append(Markup.number(width)).append("\" points=\"");
        for (int i = 0; i < xs.length; i++) {
            svg.append(i == 0 ? "" : " ").append(Markup.number(xs[i])).append(',').append(Markup.number(ys[i]));
        }
        svg.append("\"/>\n");
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, double size, int colour) {
        if (text.isEmpty()) {
            return;
        }
        open(x, y, anchor, size, colour).append('>').append(Markup.escaped(text)).append("</text>\n");
    }

    @Override
    public void upwards(double x, double y, String text, double size, int colour) {
        if (text.isEmpty()) {
            return;
        }
        open(x, y, Anchor.MIDDLE, size, colour).append(" transform=\"rotate(-90 ").append(Markup.number(x)).append(' ')
            .append(Markup.number(y))
            .append(")\">").append(Markup.escaped(text)).append("</text>\n");
    }

    private StringBuilder open(double x, double y, Anchor anchor, double size, int colour) {
        return svg.append("<text x=\"").append(Markup.number(x)).append("\" y=\"").append(Markup.number(y)).append("\" font-size=\"")
            .append(Markup.number(size))
            .append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT)).append("\" fill=\"").append(colour(colour))
            .append('"');
    }

    String text() {
        return svg + "</svg>\n";
    }

    private static String colour(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
