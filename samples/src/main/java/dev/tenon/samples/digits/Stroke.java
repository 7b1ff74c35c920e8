package dev.tenon.samples.digits;

/**
 * A pen stroke: points joined by straight lines.
 *
 * @param points x and y in turn
 */
record Stroke(double[] points) {
    private static final int STEPS = 4;

    static Stroke line(double... points) {
        return new Stroke(points);
    }

    /** A smooth curve through the points: Catmull-Rom segments, each flattened into a few lines. */
    static Stroke curve(double... through) {
        int n = through.length / 2;
        var flat = new double[2 * ((n - 1) * STEPS + 1)];
        for (int i = 0; i <= (n - 1) * STEPS; i++) {
            int from = Math.min(i / STEPS, n - 2);
            double t = (double) i / STEPS - from;
            for (int axis = 0; axis < 2; axis++) {
                flat[2 * i + axis] = catmullRom(at(through, from - 1, axis), at(through, from, axis), at(through, from + 1, axis),
                    at(through, from + 2, axis), t);
            }
        }
        return new Stroke(flat);
    }

    private static double at(double[] points, int i, int axis) {
        return points[2 * Math.clamp(i, 0, points.length / 2 - 1) + axis];
    }

    private static double catmullRom(double a, double b, double c, double d, double t) {
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
}
