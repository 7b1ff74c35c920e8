package dev.tenon.plot;

import java.util.Locale;

/** Texts and numbers as they stand in SVG and HTML. */
public final class Markup {
    private Markup() {}

    /** A text within elements and attributes; characters that XML does not have are left out. */
    public static String escaped(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "").replace("&", "&amp;").replace("<", "&lt;")
            .replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Two digits behind the point, which is finer than a screen. */
    public static String number(double value) {
        var text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
