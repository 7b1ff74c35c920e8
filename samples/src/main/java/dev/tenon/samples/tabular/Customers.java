package dev.tenon.samples.tabular;

import java.util.Locale;
import java.util.SplittableRandom;

/** Customers as a CSV file has them: some do not say how old they are or what they earn, and some have no job. */
final class Customers {
    static final String TARGET = "repaid";

    private static final String[] JOBS = {"baker", "clerk", "driver", "nurse", "painter", "teacher", ""};
    private static final double[] STEADY = {0.2, 0.9, -0.4, 0.8, -0.9, 1.1, -1.4};
    private static final String[] CITIES = {"Bern", "Lund", "Porto", "Turin"};
    private static final double[] DEAR = {-0.8, -0.2, 0.5, 0.4};
    /** How much of what they do nobody could know. */
    private static final double MOOD = 0.5;
    private static final double SILENT = 0.1;

    private Customers() {}

    /** So many lines under a line of names. */
    static String csv(long seed, int count) {
        var random = new SplittableRandom(seed);
        var text = new StringBuilder("age,income,children,job,city," + TARGET + "\n");
        for (int i = 0; i < count; i++) {
            text.append(line(random));
        }
        return text.toString();
    }

    /** Who has a steady job repays, and so does who earns enough for the city and the children; the very young and old do less. */
    private static String line(SplittableRandom random) {
        int age = 18 + random.nextInt(60);
        double income = Math.exp(8 + 0.4 * random.nextGaussian());
        int children = random.nextInt(4);
        int job = random.nextInt(JOBS.length);
        int city = random.nextInt(CITIES.length);
        double will = STEADY[job] + DEAR[city] + 1.5 * Math.log(income / 3000) - 0.3 * (children - 1.5) - Math.pow((age - 45) / 20.0, 2)
            + 0.8
            + MOOD * random.nextGaussian();
        return String.format(Locale.ROOT, "%s,%s,%d,%s,%s,%s%n", said(random, Integer.toString(age)),
            said(random, String.format(Locale.ROOT, "%.0f", income)), children, JOBS[job], CITIES[city], will > 0 ? "yes" : "no");
    }

    private static String said(SplittableRandom random, String value) {
        return random.nextDouble() < SILENT ? "" : value;
    }
}
