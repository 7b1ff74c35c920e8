package dev.tenon.samples.cifar;

import static dev.tenon.Tenon.tensor;

import dev.tenon.data.Dataset;
import java.util.SplittableRandom;

/** Pictures of CIFAR's size where none were given: ten shapes and patterns in any two colours, anywhere, of any size, on grainy ground. */
final class Shapes {
    static final int SIDE = 32;
    static final int CLASSES = 10;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final double GRAIN = 0.08;

    private Shapes() {}

    /** So many pictures, float32 {@code [n, 3, 32, 32]} in [0, 1], and their classes; the same seed makes the same ones. */
    static Dataset drawn(long seed, int count) {
        var random = new SplittableRandom(seed);
        var pixels = new float[count * PIXELS];
        var classes = new long[count];
        for (int i = 0; i < count; i++) {
            classes[i] = random.nextInt(CLASSES);
            draw(pixels, i * PIXELS, (int) classes[i], random);
        }
        return Dataset.of(tensor(pixels).view(count, 3, SIDE, SIDE), tensor(classes));
    }

    private static void draw(float[] pixels, int from, int shape, SplittableRandom random) {
        var ground = new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
        var paint = new double[3];
        // Far enough from the ground to be seen.
        for (int c = 0; c < 3; c++) {
            paint[c] = (ground[c] + random.nextDouble(0.3, 0.7)) % 1;
        }
        double size = random.nextDouble(7, 12);
        double left = SIDE / 2.0 + random.nextDouble(-4, 4);
        double top = SIDE / 2.0 + random.nextDouble(-4, 4);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                var colour = covers(shape, (x - left) / size, (y - top) / size) ? paint : ground;
                for (int c = 0; c < 3; c++) {
                    pixels[from + (c * SIDE + y) * SIDE + x] = (float) Math.clamp(colour[c] + GRAIN * random.nextGaussian(), 0, 1);
                }
            }
        }
    }

    /** Whether a shape of the square [-1, 1] covers a point. */
    private static boolean covers(int shape, double x, double y) {
        double radius = Math.hypot(x, y);
        double reach = Math.max(Math.abs(x), Math.abs(y));
        return switch (shape) {
            case 0 -> radius < 0.9;
            case 1 -> radius < 0.95 && radius > 0.55;
            case 2 -> reach < 0.8;
            case 3 -> reach < 0.85 && reach > 0.5;
            case 4 -> y < 0.8 && y > 2 * Math.abs(x) - 0.8;
            case 5 -> reach < 0.9 && Math.min(Math.abs(x), Math.abs(y)) < 0.25;
            case 6 -> reach < 0.9 && Math.abs(Math.abs(x) - Math.abs(y)) < 0.3;
            case 7 -> reach < 0.9 && Math.floorMod((int) Math.floor(3 * y), 2) == 0;
            case 8 -> reach < 0.9 && Math.floorMod((int) Math.floor(3 * x), 2) == 0;
            default -> reach < 0.9 && Math.floorMod((int) (Math.floor(3 * x) + Math.floor(3 * y)), 2) == 0;
        };
    }
}
