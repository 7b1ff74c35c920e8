package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;

/** A part of a random area and ratio, made a square. */
record RandomResizedCrop(int size, double leastArea, double mostArea, double leastRatio, double mostRatio) implements ImageTransform {
    private static final int ATTEMPTS = 10;

    RandomResizedCrop {
        if (!(leastArea > 0 && leastArea <= mostArea && leastRatio > 0 && leastRatio <= mostRatio)) {
            throw new ArgumentException(
                "randomResizedCrop: areas and ratios must be above 0 and in order, got " + leastArea + " to " + mostArea
                    + " and " + leastRatio + " to " + mostRatio);
        }
    }

    @Override
    public Pixels change(Pixels image, Generator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = image.area() * Draw.uniform(random, leastArea, mostArea);
            double ratio = Math.exp(Draw.uniform(random, Math.log(leastRatio), Math.log(mostRatio)));
            int width = (int) Math.rint(Math.sqrt(area * ratio));
            int height = (int) Math.rint(Math.sqrt(area / ratio));
            if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
                int top = Draw.below(random, image.height() - height + 1);
                int left = Draw.below(random, image.width() - width + 1);
                return Resizing.resize(Geometry.crop(image, top, left, height, width), size, size);
            }
        }
        return middle(image);
    }

    /** As much as the ratios allow. */
    private Pixels middle(Pixels image) {
        double ratio = (double) image.width() / image.height();
        int width = ratio > mostRatio ? (int) Math.rint(image.height() * mostRatio) : image.width();
        int height = ratio < leastRatio ? (int) Math.rint(image.width() / leastRatio) : image.height();
        return Resizing.resize(Geometry.crop(image, (image.height() - height) / 2, (image.width() - width) / 2, height, width), size, size);
    }
}
