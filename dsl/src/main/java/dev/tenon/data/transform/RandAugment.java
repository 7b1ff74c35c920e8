package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;

/** Some of fourteen changes of one strength (Cubuk et al., 2019), by torchvision's table. */
record RandAugment(int changes, int magnitude) implements ImageTransform {
    private static final int STRONGEST = 30;
    private static final int KINDS = 14;

    RandAugment {
        if (changes < 0 || magnitude < 0 || magnitude > STRONGEST) {
            throw new ArgumentException(
                "randAugment: changes must be at least 0 and the magnitude from 0 to " + STRONGEST + ", got " + changes
                    + " and " + magnitude);
        }
    }

    @Override
    public Pixels change(Pixels image, Generator random) {
        var changed = image;
        for (int i = 0; i < changes; i++) {
            int kind = Draw.below(random, KINDS);
            int sign = random.nextDouble() < 0.5 ? -1 : 1;
            changed = changed(changed, kind, magnitude / (float) STRONGEST, sign);
        }
        return changed;
    }

    /**
     * One change.
     *
     * @param strength from 0 to 1
     * @param sign to which side, where there are two
     */
    static Pixels changed(Pixels image, int kind, float strength, int sign) {
        double slant = sign * 0.3 * strength;
        double shift = sign * 150.0 / 331 * strength;
        float factor = 1 + sign * 0.9f * strength;
        return switch (kind) {
            case 0 -> image;
            case 1 -> Geometry.nearest(image, 1, slant, 0, 0, 1, 0);
            case 2 -> Geometry.nearest(image, 1, 0, 0, slant, 1, 0);
            case 3 -> Geometry.nearest(image, 1, 0, -(int) (shift * image.width()), 0, 1, 0);
            case 4 -> Geometry.nearest(image, 1, 0, 0, 0, 1, -(int) (shift * image.height()));
            case 5 -> Geometry.rotate(image, sign * 30.0 * strength);
            case 6 -> Colours.brightness(image, factor);
            case 7 -> Colours.saturation(image, factor);
            case 8 -> Colours.contrast(image, factor);
            case 9 -> Colours.sharpness(image, factor);
            case 10 -> Colours.posterize(image, 8 - Math.round(strength * 4));
            case 11 -> Colours.solarize(image, 1 - strength);
            case 12 -> Colours.autoContrast(image);
            default -> Colours.equalize(image);
        };
    }
}
