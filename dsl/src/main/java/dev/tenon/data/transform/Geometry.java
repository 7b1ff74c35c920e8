package dev.tenon.data.transform;

import java.util.Arrays;

/** Where pixels go: pieces, mirror images, and what straight lines stay straight in. */
final class Geometry {
    private Geometry() {}

    /** A piece; what lies outside the picture is 0. */
    static Pixels crop(Pixels image, int top, int left, int height, int width) {
        var result = image.blank(height, width);
        int from = Math.max(0, -left);
        int count = Math.min(width, image.width() - left) - from;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int row = top + y;
                if (row >= 0 && row < image.height() && count > 0) {
                    System.arraycopy(image.values(), (c * image.height() + row) * image.width() + left + from, result.values(),
                        (c * height + y) * width + from, count);
                }
            }
        }
        return result;
    }

    static Pixels flipHorizontally(Pixels image) {
        var result = image.blank(image.height(), image.width());
        int rows = image.channels() * image.height();
        int width = image.width();
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < width; x++) {
                result.values()[row * width + x] = image.values()[(row + 1) * width - 1 - x];
            }
        }
        return result;
    }

    static Pixels flipVertically(Pixels image) {
        var result = image.blank(image.height(), image.width());
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(image.values(), (c * image.height() + y) * image.width(), result.values(),
                    (c * image.height() + image.height() - 1 - y) * image.width(), image.width());
            }
        }
        return result;
    }

    /** Turned counter-clockwise about its centre; corners are 0. */
    static Pixels rotate(Pixels image, double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double x0 = image.width() / 2.0;
        double y0 = image.height() / 2.0;
        return nearest(image, cos, -sin, x0 - cos * x0 + sin * y0, sin, cos, y0 - sin * x0 - cos * y0);
    }

    /** Each pixel is the nearest to where its centre came from: {@code (ax + by + c, dx + ey + f)}; 0 outside the picture. */
    static Pixels nearest(Pixels image, double a, double b, double c, double d, double e, double f) {
        var result = image.blank(image.height(), image.width());
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int column = (int) Math.rint(a * (x + 0.5) + b * (y + 0.5) + c - 0.5);
                int row = (int) Math.rint(d * (x + 0.5) + e * (y + 0.5) + f - 0.5);
                if (row >= 0 && row < image.height() && column >= 0 && column < image.width()) {
                    for (int channel = 0; channel < image.channels(); channel++) {
                        result.set(channel, y, x, image.at(channel, row, column));
                    }
                }
            }
        }
        return result;
    }

    /** With a rectangle of one value. */
    static Pixels erase(Pixels image, int top, int left, int height, int width, float value) {
        var result = new Pixels(image.values().clone(), image.channels(), image.height(), image.width());
        for (int c = 0; c < image.channels(); c++) {
            for (int y = top; y < top + height; y++) {
                int from = (c * image.height() + y) * image.width() + left;
                Arrays.fill(result.values(), from, from + width, value);
            }
        }
        return result;
    }
}
