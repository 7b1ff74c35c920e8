package dev.tenon.data.transform;

/** Bilinear resizing that averages where it makes smaller, as torch's {@code interpolate(mode="bilinear", antialias=True)}. */
final class Resizing {
    private Resizing() {}

    static Pixels resize(Pixels image, int height, int width) {
        if (image.height() == height && image.width() == width) {
            return image;
        }
        return rows(columns(image, width), height);
    }

    /** What one output is made of: inputs from {@code first} on, by their weights. */
    private record Taps(int first, float[] weights) {}

    private static Taps[] taps(int inputs, int outputs) {
        double scale = (double) inputs / outputs;
        double reach = Math.max(1, scale);
        var taps = new Taps[outputs];
        for (int out = 0; out < outputs; out++) {
            double centre = scale * (out + 0.5);
            int first = Math.max((int) (centre - reach + 0.5), 0);
            int end = Math.min((int) (centre + reach + 0.5), inputs);
            var weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = Math.max(0, 1 - Math.abs((k + first - centre + 0.5) / reach));
                sum += weights[k];
            }
            var shares = new float[weights.length];
            for (int k = 0; k < shares.length; k++) {
                shares[k] = (float) (weights[k] / sum);
            }
            taps[out] = new Taps(first, shares);
        }
        return taps;
    }

    private static Pixels columns(Pixels image, int width) {
        var taps = taps(image.width(), width);
        var result = image.blank(image.height(), width);
        int rows = image.channels() * image.height();
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < width; x++) {
                var tap = taps[x];
                float sum = 0;
                for (int k = 0; k < tap.weights.length; k++) {
                    sum += image.values()[row * image.width() + tap.first + k] * tap.weights[k];
                }
                result.values()[row * width + x] = sum;
            }
        }
        return result;
    }

    private static Pixels rows(Pixels image, int height) {
        var taps = taps(image.height(), height);
        var result = image.blank(height, image.width());
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                var tap = taps[y];
                for (int x = 0; x < image.width(); x++) {
                    float sum = 0;
                    for (int k = 0; k < tap.weights.length; k++) {
                        sum += image.at(c, tap.first + k, x) * tap.weights[k];
                    }
                    result.set(c, y, x, sum);
                }
            }
        }
        return result;
    }
}
