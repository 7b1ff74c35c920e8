package dev.tenon.train.report;

import static dev.tenon.plot.Markup.escaped;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts an HTML page together that needs nothing from outside. */
final class Page {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    Page(String title, String subtitle) {
        this.title = title;
        body.append("<header><h1>").append(escaped(title)).append("</h1><p>").append(escaped(subtitle)).append("</p></header>\n");
    }

    /** Begins a section. */
    Page section(String heading) {
        body.append("<h2>").append(escaped(heading)).append("</h2>\n");
        return this;
    }

    /** Figures, each large above its name. */
    Page figures(Map<String, String> figures) {
        body.append("<dl class=\"figures\">\n");
        figures.forEach((name, value) -> body.append("<div><dt>").append(escaped(name)).append("</dt><dd>").append(escaped(value))
            .append("</dd></div>\n"));
        body.append("</dl>\n");
        return this;
    }

    /** A table of names and values. */
    Page facts(Map<String, String> facts) {
        body.append("<div class=\"wide\"><table class=\"facts\">\n");
        facts
            .forEach((name, value) -> body.append("<tr><th scope=\"row\">").append(escaped(name)).append("</th><td>").append(escaped(value))
                .append("</td></tr>\n"));
        body.append("</table></div>\n");
        return this;
    }

    /** A table of numbers under their headings. */
    Page table(List<String> headings, List<List<String>> rows) {
        body.append("<div class=\"wide\"><table class=\"numbers\">\n<tr>");
        headings.forEach(heading -> body.append("<th scope=\"col\">").append(escaped(heading)).append("</th>"));
        body.append("</tr>\n");
        rows.forEach(row -> {
            body.append("<tr>");
            row.forEach(cell -> body.append("<td>").append(escaped(cell)).append("</td>"));
            body.append("</tr>\n");
        });
        body.append("</table></div>\n");
        return this;
    }

    /** Pictures beside one another where there is room; each is SVG or HTML. */
    Page pictures(List<String> pictures) {
        body.append("<div class=\"pictures\">\n");
        pictures.forEach(picture -> body.append("<figure>").append(picture).append("</figure>\n"));
        body.append("</div>\n");
        return this;
    }

    /** A picture in its own size, which can be moved where it is too large. */
    Page large(String picture) {
        body.append("<div class=\"large\">").append(picture).append("</div>\n");
        return this;
    }

    /** Text in letters of equal width. */
    Page text(String text) {
        body.append("<pre>").append(escaped(text)).append("</pre>\n");
        return this;
    }

    String html() {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <main>
            %s</main>
            </body>
            </html>
            """.formatted(escaped(title), style(), body);
    }

    private static String style() {
        try (var resource = Objects.requireNonNull(Page.class.getResourceAsStream("/META-INF/tenon/report.css"), "report.css")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
