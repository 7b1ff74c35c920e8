package dev.tenon.diagram;

import dev.tenon.diagram.Part.Box;
import java.util.List;

/** How much room texts need, in pixels. No font is asked: the picture is shown by one that is not known here. */
final class Lettering {
    static final double HEADING = 13;
    static final double SMALL = 11;
    static final double LINE = 15;
    /** The title of a group. */
    static final double HEADER = 22;
    static final double POINT = 12;

    /** The mean width of a letter of a sans-serif font, in its size; wide ones included. */
    private static final double LETTER = 0.58;
    private static final double BOLD = 1.12;
    private static final double SIDE = 12;
    private static final double LEAST = 64;

    private Lettering() {}

    static double text(String text, double size) {
        return text.length() * size * LETTER;
    }

    static double width(Box box) {
        return Math.max(LEAST, 2 * SIDE + widest(box.lines));
    }

    private static double widest(List<String> lines) {
        double widest = 0;
        for (int i = 0; i < lines.size(); i++) {
            widest = Math.max(widest, text(lines.get(i), i == 0 ? BOLD * HEADING : SMALL));
        }
        return widest;
    }

    static double height(Box box) {
        return 12 + LINE * box.lines.size();
    }

    /** A text of at most so many letters. */
    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
