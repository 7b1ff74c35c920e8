package dev.tenon.samples.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes digits the way a different hand would each time: moved, turned, slanted, stretched, shaky, thick or thin, on grainy paper. */
final class Pen {
    static final int SIZE = 28;
    private static final double INK = 20; // the square that holds a digit, in pixels; the rest is margin

    private final RandomGenerator random;

    Pen(RandomGenerator random) {
        this.random = random;
    }

    /** An image of the digit: {@code SIZE * SIZE} brightnesses from 0 to 255, row by row. */
    byte[] write(int digit) {
        var strokes = moved(Glyphs.of(digit, random));
        double radius = between(0.8, 1.7);
        double noise = between(4, 24);
        var image = new byte[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double ink = Math.clamp(radius + 0.5 - distance(strokes, x, y), 0, 1);
                double brightness = 235 * ink + noise * random.nextGaussian();
                image[y * SIZE + x] = (byte) Math.clamp(Math.round(brightness), 0, 255);
            }
        }
        return image;
    }

    /** One random affine map for the whole digit, and a tremor of its own for every point. */
    private List<double[]> moved(List<Stroke> strokes) {
        double turn = Math.toRadians(between(-15, 15));
        double slant = between(-0.25, 0.25);
        double width = INK * between(0.75, 1.15);
        double height = INK * between(0.8, 1.1);
        double left = SIZE / 2.0 - 0.5 + between(-2.5, 2.5);
        double top = SIZE / 2.0 - 0.5 + between(-2.5, 2.5);
        var moved = new ArrayList<double[]>();
        for (var stroke : strokes) {
            var points = stroke.points().clone();
            for (int i = 0; i < points.length; i += 2) {
                double y = (points[i + 1] - 0.5 + tremor()) * height;
                double x = (points[i] - 0.5 + tremor()) * width - slant * y;
                points[i] = left + x * Math.cos(turn) - y * Math.sin(turn);
                points[i + 1] = top + x * Math.sin(turn) + y * Math.cos(turn);
            }
            moved.add(points);
        }
        return moved;
    }

    private double tremor() {
        return 0.012 * random.nextGaussian();
    }

    private double between(double low, double high) {
        return random.nextDouble(low, high);
    }

    private static double distance(List<double[]> strokes, double x, double y) {
        double nearest = Double.MAX_VALUE;
        for (var points : strokes) {
            for (int i = 0; i + 3 < points.length; i += 2) {
                nearest = Math.min(nearest, squaredDistance(x, y, points[i], points[i + 1], points[i + 2], points[i + 3]));
            }
        }
        return Math.sqrt(nearest);
    }

    private static double squaredDistance(double x, double y, double fromX, double fromY, double toX, double toY) {
        double dx = toX - fromX;
        double dy = toY - fromY;
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.clamp(((x - fromX) * dx + (y - fromY) * dy) / length, 0, 1);
        double px = fromX + t * dx - x;
        double py = fromY + t * dy - y;
        return px * px + py * py;
    }
}
