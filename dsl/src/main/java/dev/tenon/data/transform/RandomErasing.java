package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;

/** A rectangle of one value (Zhong et al., 2017). */
record RandomErasing(double p, double leastArea, double mostArea, double leastRatio, double mostRatio, float value)
    implements
        ImageTransform {
    private static final int ATTEMPTS = 10;

    RandomErasing {
        if (!(leastArea >= 0 && leastArea <= mostArea && mostArea <= 1 && leastRatio > 0 && leastRatio <= mostRatio)) {
            throw new ArgumentException("randomErasing: areas must be in order from 0 to 1, ratios in order and above 0, got " + leastArea
                + " to " + mostArea + " and " + leastRatio + " to " + mostRatio);
        }
    }

    @Override
    public Pixels change(Pixels image, Generator random) {
        if (random.nextDouble() >= p) {
            return image;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = image.area() * Draw.uniform(random, leastArea, mostArea);
            double ratio = Math.exp(Draw.uniform(random, Math.log(leastRatio), Math.log(mostRatio)));
            int height = (int) Math.rint(Math.sqrt(area * ratio));
            int width = (int) Math.rint(Math.sqrt(area / ratio));
            if (height < image.height() && width < image.width()) {
                int top = Draw.below(random, image.height() - height + 1);
                return Geometry.erase(image, top, Draw.below(random, image.width() - width + 1), height, width, value);
            }
        }
        return image;
    }
}
