package dev.tenon.samples.dqn;

import java.util.SplittableRandom;

/**
 * A cart on a track with a pole on it, pushed left or right fifty times a second. It has fallen when the pole leans by more than 12 degrees
 * or the cart leaves the track.
 *
 * @see <a href="https://doi.org/10.1109/TSMC.1983.6313077">Barto, Sutton and Anderson (1983)</a>
 */
final class CartPole {
    static final int STATE = 4;
    static final int ACTIONS = 2;
    /** Who has stood so long has won. */
    static final int LONGEST = 500;

    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = 1.1;
    private static final double HALF_LENGTH = 0.5;
    private static final double FORCE = 10;
    private static final double SECONDS = 0.02;
    private static final double TRACK = 2.4;
    private static final double LEANING = Math.toRadians(12);

    private final SplittableRandom random;
    private double place;
    private double speed;
    private double angle;
    private double turning;
    private int time;

    CartPole(long seed) {
        random = new SplittableRandom(seed);
        reset();
    }

    void reset() {
        place = random.nextDouble(-0.05, 0.05);
        speed = random.nextDouble(-0.05, 0.05);
        angle = random.nextDouble(-0.05, 0.05);
        turning = random.nextDouble(-0.05, 0.05);
        time = 0;
    }

    /** Place in metres, its speed, the angle in radians, and how fast it changes. */
    double[] state() {
        return new double[] {place, speed, angle, turning};
    }

    /** Pushes to the left (0) or right (1) for a fiftieth of a second, by Euler's method. */
    void push(int action) {
        double force = action == 1 ? FORCE : -FORCE;
        double sine = Math.sin(angle);
        double cosine = Math.cos(angle);
        double inertia = (force + POLE_MASS * HALF_LENGTH * turning * turning * sine) / TOTAL_MASS;
        double turn = (GRAVITY * sine - cosine * inertia)
            / (HALF_LENGTH * (4.0 / 3 - POLE_MASS * cosine * cosine / TOTAL_MASS));
        double push = inertia - POLE_MASS * HALF_LENGTH * turn * cosine / TOTAL_MASS;
        place += SECONDS * speed;
        speed += SECONDS * push;
        angle += SECONDS * turning;
        turning += SECONDS * turn;
        time++;
    }

    boolean fallen() {
        return Math.abs(place) > TRACK || Math.abs(angle) > LEANING;
    }

    /** How many pushes it has stood. */
    int time() {
        return time;
    }
}
