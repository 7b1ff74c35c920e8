package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;

/** Colours changed at random. */
record ColorJitter(double brightness, double contrast, double saturation, double hue) implements ImageTransform {
    ColorJitter {
        if (!(brightness >= 0 && contrast >= 0 && saturation >= 0 && hue >= 0 && hue <= 0.5)) {
            throw new ArgumentException("colorJitter: brightness, contrast and saturation must be at least 0 and hue from 0 to 0.5, got "
                + brightness + ", " + contrast + ", " + saturation + " and " + hue);
        }
    }

    @Override
    public Pixels change(Pixels image, Generator random) {
        var order = new int[] {0, 1, 2, 3};
        for (int i = 3; i > 0; i--) {
            int j = Draw.below(random, i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        float light = factor(brightness, random);
        float spread = factor(contrast, random);
        float colour = factor(saturation, random);
        float turn = (float) Draw.uniform(random, -hue, hue);
        var changed = image;
        for (int which : order) {
            changed = switch (which) {
                case 0 -> brightness == 0 ? changed : Colours.brightness(changed, light);
                case 1 -> contrast == 0 ? changed : Colours.contrast(changed, spread);
                case 2 -> saturation == 0 ? changed : Colours.saturation(changed, colour);
                default -> hue == 0 ? changed : Colours.hue(changed, turn);
            };
        }
        return changed;
    }

    private static float factor(double strength, Generator random) {
        return (float) Draw.uniform(random, Math.max(0, 1 - strength), 1 + strength);
    }
}
