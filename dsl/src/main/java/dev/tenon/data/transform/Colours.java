package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;

/** What colours become: formulas of torchvision's functional module. */
final class Colours {
    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Colours() {}

    private interface Function {
        float of(float value);
    }

    private static Pixels map(Pixels image, Function function) {
        var values = new float[image.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.of(image.values()[i]);
        }
        return new Pixels(values, image.channels(), image.height(), image.width());
    }

    private static float clamp(float value) {
        return Math.clamp(value, 0, 1);
    }

    /** One channel of how light each pixel is. */
    static float[] luminance(Pixels image) {
        if (image.channels() == 1) {
            return image.values().clone();
        }
        requireColour(image);
        int area = image.area();
        var grey = new float[area];
        for (int i = 0; i < area; i++) {
            grey[i] = RED * image.values()[i] + GREEN * image.values()[area + i] + BLUE * image.values()[2 * area + i];
        }
        return grey;
    }

    private static void requireColour(Pixels image) {
        if (image.channels() != 3) {
            throw new ArgumentException("image: colours need 1 or 3 channels, got " + image.channels());
        }
    }

    static Pixels grey(Pixels image, int channels) {
        var one = luminance(image);
        var values = new float[channels * one.length];
        for (int c = 0; c < channels; c++) {
            System.arraycopy(one, 0, values, c * one.length, one.length);
        }
        return new Pixels(values, channels, image.height(), image.width());
    }

    static Pixels brightness(Pixels image, float factor) {
        return map(image, value -> clamp(value * factor));
    }

    /** Away from or towards the mean of how light the pixels are. */
    static Pixels contrast(Pixels image, float factor) {
        double sum = 0;
        for (float value : luminance(image)) {
            sum += value;
        }
        float mean = (float) (sum / image.area());
        return map(image, value -> clamp(factor * value + (1 - factor) * mean));
    }

    static Pixels saturation(Pixels image, float factor) {
        return blend(image, grey(image, image.channels()), factor);
    }

    /** {@code factor * image + (1 - factor) * other}, from 0 to 1. */
    private static Pixels blend(Pixels image, Pixels other, float factor) {
        var values = new float[image.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = clamp(factor * image.values()[i] + (1 - factor) * other.values()[i]);
        }
        return new Pixels(values, image.channels(), image.height(), image.width());
    }

    /** Around the circle of colours by a part of it, from -0.5 to 0.5. */
    static Pixels hue(Pixels image, float turn) {
        if (image.channels() == 1) {
            return image;
        }
        requireColour(image);
        int area = image.area();
        var values = new float[3 * area];
        for (int i = 0; i < area; i++) {
            float r = image.values()[i];
            float g = image.values()[area + i];
            float b = image.values()[2 * area + i];
            float most = Math.max(r, Math.max(g, b));
            float spread = most - Math.min(r, Math.min(g, b));
            float hue = spread == 0 ? 0 : most == r ? (g - b) / spread : most == g ? 2 + (b - r) / spread : 4 + (r - g) / spread;
            float turned = 6 * (hue / 6 + turn - (float) Math.floor(hue / 6 + turn));
            values[i] = channel(5, turned, most, spread);
            values[area + i] = channel(3, turned, most, spread);
            values[2 * area + i] = channel(1, turned, most, spread);
        }
        return new Pixels(values, 3, image.height(), image.width());
    }

    /** A channel of a colour of this hue, from 0 to 6, by the position of the channel on the circle. */
    private static float channel(int position, float hue, float most, float spread) {
        float k = (position + hue) % 6;
        return clamp(most - spread * Math.max(0, Math.min(Math.min(k, 4 - k), 1)));
    }

    /** Sharper than it is above 1, blurred below; the border stays. */
    static Pixels sharpness(Pixels image, float factor) {
        var blurred = new Pixels(image.values().clone(), image.channels(), image.height(), image.width());
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 1; y < image.height() - 1; y++) {
                for (int x = 1; x < image.width() - 1; x++) {
                    float sum = 4 * image.at(c, y, x);
                    for (int dy = -1; dy <= 1; dy++) {
                        sum += image.at(c, y + dy, x - 1) + image.at(c, y + dy, x) + image.at(c, y + dy, x + 1);
                    }
                    blurred.set(c, y, x, sum / 13);
                }
            }
        }
        return blend(image, blurred, factor);
    }

    /** With so many bits a value, of eight. */
    static Pixels posterize(Pixels image, int bits) {
        int mask = -(1 << 8 - bits);
        return map(image, value -> (level(value) & mask) / 255f);
    }

    private static int level(float value) {
        return Math.round(clamp(value) * 255);
    }

    /** What is as light as this or lighter, inverted. */
    static Pixels solarize(Pixels image, float threshold) {
        return map(image, value -> value >= threshold ? 1 - value : value);
    }

    /** Each channel from 0 to 1. */
    static Pixels autoContrast(Pixels image) {
        var values = image.values().clone();
        for (int c = 0; c < image.channels(); c++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int i = c * image.area(); i < (c + 1) * image.area(); i++) {
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
            for (int i = c * image.area(); i < (c + 1) * image.area() && most > least; i++) {
                values[i] = clamp((values[i] - least) / (most - least));
            }
        }
        return new Pixels(values, image.channels(), image.height(), image.width());
    }

    /** Each channel so that all of 256 levels are about as frequent. */
    static Pixels equalize(Pixels image) {
        var values = image.values().clone();
        for (int c = 0; c < image.channels(); c++) {
            var counts = new int[256];
            for (int i = c * image.area(); i < (c + 1) * image.area(); i++) {
                counts[level(values[i])]++;
            }
            int last = 255;
            while (last > 0 && counts[last] == 0) {
                last--;
            }
            int step = (image.area() - counts[last]) / 255;
            for (int i = c * image.area(); i < (c + 1) * image.area() && step > 0; i++) {
                values[i] = equalized(counts, level(values[i]), step) / 255f;
            }
        }
        return new Pixels(values, image.channels(), image.height(), image.width());
    }

    private static int equalized(int[] counts, int level, int step) {
        int below = step / 2;
        for (int k = 0; k < level; k++) {
            below += counts[k];
        }
        return Math.min(below / step, 255);
    }

    static Pixels normalize(Pixels image, float[] mean, float[] std) {
        if (mean.length != image.channels() || std.length != image.channels()) {
            throw new ArgumentException("normalize: a picture of " + image.channels() + " channels needs as many means and deviations, got "
                + mean.length + " and " + std.length);
        }
        var values = new float[image.values().length];
        for (int i = 0; i < values.length; i++) {
            int c = i / image.area();
            values[i] = (image.values()[i] - mean[c]) / std[c];
        }
        return new Pixels(values, image.channels(), image.height(), image.width());
    }
}
