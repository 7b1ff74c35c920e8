package dev.tenon.plot;

/** What a picture is drawn on, in pixels from the upper left corner. Colours are {@code 0xRRGGBB}. */
interface Canvas {
    /** Where a text stands beside its point. */
    enum Anchor {
        START, MIDDLE, END
    }

    /** A filled rectangle; what one sees when one points at it is {@code title}, unless that is empty. */
    void rectangle(double x, double y, double width, double height, int fill, String title);

    /** A line through points; {@code xs} and {@code ys} are as long as one another. */
    void line(double[] xs, double[] ys, int colour, double width);

    /** A text of one line, its base line at {@code y}. */
    void text(double x, double y, String text, Anchor anchor, double size, int colour);

    /** A text from below upwards around a point. */
    void upwards(double x, double y, String text, double size, int colour);

    /** A line between two points. */
    default void line(double x0, double y0, double x1, double y1, int colour, double width) {
        line(new double[] {x0, x1}, new double[] {y0, y1}, colour, width);
    }
}
