package dev.tenon.data.transform;

import dev.tenon.tensor.Generator;

/** Random numbers of other distributions. */
final class Draw {
    private Draw() {}

    static double uniform(Generator random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform in [0, bound). */
    static int below(Generator random, int bound) {
        return (int) random.nextLong(bound);
    }

    /** Beta(a, a). */
    static double beta(Generator random, double a) {
        double x = gamma(random, a);
        double y = gamma(random, a);
        return x + y == 0 ? random.nextDouble() < 0.5 ? 0 : 1 : x / (x + y);
    }

    /** Gamma(a, 1) by Marsaglia and Tsang (2000); below 1 from that of a + 1. */
    private static double gamma(Generator random, double a) {
        if (a < 1) {
            return gamma(random, a + 1) * Math.pow(1 - random.nextDouble(), 1 / a);
        }
        double d = a - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** Box and Muller's. */
    private static double normal(Generator random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
