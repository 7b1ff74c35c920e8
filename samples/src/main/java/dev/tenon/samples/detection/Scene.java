package dev.tenon.samples.detection;

import static dev.tenon.Tenon.tensor;

import dev.tenon.data.Sample;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A picture with one to three discs, squares and triangles on grainy ground, and where they are.
 *
 * @param pixels {@code [3, 64, 64]} in [0, 1]
 */
record Scene(float[] pixels, List<Box> truth) {
    static final int SIDE = 64;
    static final int KINDS = 3;
    /** A picture is a grid of cells, and the cell in which a thing's middle lies is asked for it. */
    static final int CELLS = 8;
    static final double CELL = (double) SIDE / CELLS;
    /** Of a cell: whether there is a thing, its place within the cell, its size, its kind. */
    static final int CHANNELS = 5 + KINDS;

    /** The same seed makes the same scene. */
    static Scene of(long seed) {
        var random = new SplittableRandom(seed);
        var pixels = new float[3 * SIDE * SIDE];
        double shade = random.nextDouble(0, 0.4);
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (float) Math.clamp(shade + 0.05 * random.nextGaussian(), 0, 1);
        }
        var truth = new ArrayList<Box>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            double size = random.nextDouble(12, 26);
            var box = new Box(random.nextDouble(size / 2, SIDE - size / 2), random.nextDouble(size / 2, SIDE - size / 2), size,
                size * random.nextDouble(0.8, 1), random.nextInt(KINDS), 1);
            if (truth.stream().noneMatch(other -> other.overlap(box) > 0.05)) {
                truth.add(box);
                paint(pixels, box, random);
            }
        }
        return new Scene(pixels, truth);
    }

    private static void paint(float[] pixels, Box box, SplittableRandom random) {
        var colour = new double[] {random.nextDouble(0.4, 1), random.nextDouble(0.4, 1), random.nextDouble(0.4, 1)};
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double across = 2 * (x + 0.5 - box.x()) / box.width();
                double down = 2 * (y + 0.5 - box.y()) / box.height();
                boolean covered = switch (box.kind()) {
                    case 0 -> Math.hypot(across, down) < 1;
                    case 1 -> Math.max(Math.abs(across), Math.abs(down)) < 1;
                    default -> down < 1 && down > 2 * Math.abs(across) - 1;
                };
                for (int c = 0; covered && c < 3; c++) {
                    pixels[(c * SIDE + y) * SIDE + x] = (float) Math.clamp(colour[c] + 0.05 * random.nextGaussian(), 0, 1);
                }
            }
        }
    }

    /** The picture and what the detector should say of each cell, {@code [CHANNELS, CELLS, CELLS]}. */
    Sample sample() {
        var target = new float[CHANNELS * CELLS * CELLS];
        for (var box : truth) {
            int column = (int) (box.x() / CELL);
            int row = (int) (box.y() / CELL);
            var said = new double[] {1, box.x() / CELL - column, box.y() / CELL - row, box.width() / SIDE, box.height() / SIDE};
            for (int c = 0; c < CHANNELS; c++) {
                double kind = c - said.length == box.kind() ? 1 : 0;
                target[(c * CELLS + row) * CELLS + column] = (float) (c < said.length ? said[c] : kind);
            }
        }
        return new Sample(picture(), tensor(target).view(CHANNELS, CELLS, CELLS));
    }

    Tensor picture() {
        return tensor(pixels).view(3, SIDE, SIDE);
    }
}
