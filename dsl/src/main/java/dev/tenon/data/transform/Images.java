package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.LoaderOptions;

/**
 * Changes of pictures by torchvision's names, arguments and formulas: {@code b -> b.augment(Images.chain(randomResizedCrop(224),
 * randomHorizontalFlip(0.5), imageNetNormalize()))}. Pictures are float32 {@code [c, h, w]} from 0 to 1, until they are normalised.
 */
public final class Images {
    private Images() {}

    /** These changes one after another. */
    public static ImageTransform chain(ImageTransform... changes) {
        return (image, random) -> {
            var changed = image;
            for (var change : changes) {
                changed = change.change(changed, random);
            }
            return changed;
        };
    }

    // ---- size and place ---------------------------------------------------------------------------------------------

    /** Bilinear with antialiasing, to these sizes. */
    public static ImageTransform resize(int height, int width) {
        requireSize("resize", height);
        requireSize("resize", width);
        return (image, _) -> Resizing.resize(image, height, width);
    }

    /** Bilinear with antialiasing, so that the shorter side is {@code shorter} and the sides are to each other as before. */
    public static ImageTransform resize(int shorter) {
        requireSize("resize", shorter);
        return (image, _) -> image.height() <= image.width()
            ? Resizing.resize(image, shorter, (int) ((long) shorter * image.width() / image.height()))
            : Resizing.resize(image, (int) ((long) shorter * image.height() / image.width()), shorter);
    }

    private static void requireSize(String caller, int size) {
        if (size < 1) {
            throw new ArgumentException(caller + ": sizes must be at least 1, got " + size);
        }
    }

    /** The middle; zeros around a smaller picture. */
    public static ImageTransform centerCrop(int size) {
        requireSize("centerCrop", size);
        return (image, _) -> Geometry.crop(image, (int) Math.rint((image.height() - size) / 2.0),
            (int) Math.rint((image.width() - size) / 2.0), size, size);
    }

    /** A square anywhere in the picture with {@code padding} zeros around it. */
    public static ImageTransform randomCrop(int size, int padding) {
        requireSize("randomCrop", size);
        return (image, random) -> {
            int rows = image.height() + 2 * padding - size;
            int columns = image.width() + 2 * padding - size;
            if (rows < 0 || columns < 0) {
                throw new ArgumentException("randomCrop: " + size + " x " + size + " pixels of " + image.height() + " x " + image.width()
                    + " with " + padding + " around\n  try:   resize(" + size + ") before");
            }
            int top = Draw.below(random, rows + 1) - padding;
            return Geometry.crop(image, top, Draw.below(random, columns + 1) - padding, size, size);
        };
    }

    /** {@link #randomResizedCrop(int, double, double, double, double)} of 0.08 to 1 of the area, sides from 3:4 to 4:3. */
    public static ImageTransform randomResizedCrop(int size) {
        return randomResizedCrop(size, 0.08, 1, 3.0 / 4, 4.0 / 3);
    }

    /** A part of the picture of a random area and ratio of width to height, made a square of {@code size}. */
    public static ImageTransform randomResizedCrop(int size, double leastArea, double mostArea, double leastRatio, double mostRatio) {
        requireSize("randomResizedCrop", size);
        return new RandomResizedCrop(size, leastArea, mostArea, leastRatio, mostRatio);
    }

    /** Left is right with probability {@code p}. */
    public static ImageTransform randomHorizontalFlip(double p) {
        return (image, random) -> random.nextDouble() < p ? Geometry.flipHorizontally(image) : image;
    }

    /** Up is down with probability {@code p}. */
    public static ImageTransform randomVerticalFlip(double p) {
        return (image, random) -> random.nextDouble() < p ? Geometry.flipVertically(image) : image;
    }

    /** Turned counter-clockwise, by the nearest pixels; corners are 0. */
    public static ImageTransform rotate(double degrees) {
        return (image, _) -> Geometry.rotate(image, degrees);
    }

    /** Turned by up to {@code degrees} to either side. */
    public static ImageTransform randomRotation(double degrees) {
        return (image, random) -> Geometry.rotate(image, Draw.uniform(random, -degrees, degrees));
    }

    /** {@link #randomErasing(double, double, double, double, double, float)} of 0.02 to 0.33 of the area, sides from 0.3 to 3.3, with 0. */
    public static ImageTransform randomErasing(double p) {
        return randomErasing(p, 0.02, 0.33, 0.3, 3.3, 0);
    }

    /** With probability {@code p} a rectangle of a random area and ratio of height to width becomes {@code value}. */
    public static ImageTransform randomErasing(double p, double leastArea, double mostArea, double leastRatio, double mostRatio,
        float value) {
        return new RandomErasing(p, leastArea, mostArea, leastRatio, mostRatio, value);
    }

    // ---- colours ----------------------------------------------------------------------------------------------------

    /** {@code (x - mean) / std}, a number each a channel. */
    public static ImageTransform normalize(float[] mean, float[] std) {
        return (image, _) -> Colours.normalize(image, mean, std);
    }

    /** {@link #normalize} by the means and deviations of ImageNet, as models expect that were trained on it. */
    public static ImageTransform imageNetNormalize() {
        return normalize(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
    }

    /** {@code 0.2989 r + 0.587 g + 0.114 b}, in one channel or the same in three. */
    public static ImageTransform grey(int channels) {
        if (channels != 1 && channels != 3) {
            throw new ArgumentException("grey: the channels must be 1 or 3, got " + channels);
        }
        return (image, _) -> Colours.grey(image, channels);
    }

    /**
     * Brightness, contrast, saturation and hue changed at random, in a random order.
     *
     * @param brightness the factor is from {@code 1 - brightness}, at least 0, to {@code 1 + brightness}
     * @param contrast the same
     * @param saturation the same
     * @param hue the turn of the circle of colours is from {@code -hue} to {@code hue}; at most 0.5
     */
    public static ImageTransform colorJitter(double brightness, double contrast, double saturation, double hue) {
        return new ColorJitter(brightness, contrast, saturation, hue);
    }

    /** {@code randAugment(2, 9)}: so many of fourteen changes, each as strong as {@code magnitude} of 31 says (Cubuk et al., 2019). */
    public static ImageTransform randAugment(int changes, int magnitude) {
        return new RandAugment(changes, magnitude);
    }

    // ---- batches ----------------------------------------------------------------------------------------------------

    /**
     * Mixes each picture with the one before it in its batch, and their targets (Zhang et al., 2018): {@code b -> b.transform(mixUp(0.2, 10))}.
     *
     * @param alpha the share is drawn from Beta(alpha, alpha), one for a batch
     * @param classes how many there are; targets int64 {@code [b]} become float32 {@code [b, classes]}
     */
    public static LoaderOptions.Transform mixUp(double alpha, int classes) {
        return new Mixing(alpha, classes, false);
    }

    /**
     * Puts a rectangle of the picture before it in its batch into each, and mixes the targets by its area (Yun et al., 2019).
     *
     * @param alpha the share is drawn from Beta(alpha, alpha), one for a batch
     * @param classes how many there are; targets int64 {@code [b]} become float32 {@code [b, classes]}
     */
    public static LoaderOptions.Transform cutMix(double alpha, int classes) {
        return new Mixing(alpha, classes, true);
    }
}
