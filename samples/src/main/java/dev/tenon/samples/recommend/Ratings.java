package dev.tenon.samples.recommend;

import static dev.tenon.Tenon.tensor;

import dev.tenon.data.Dataset;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Ratings from 1 to 5 by people who do not exist; their tastes follow age and genre in part. */
final class Ratings {
    static final int USERS = 300;
    static final int ITEMS = 200;
    static final int AGES = 5;
    static final int GENRES = 8;
    /** The columns of a question: who rates what, and what is known of both. */
    static final int USER = 0;
    static final int AGE = 1;
    static final int ITEM = 2;
    static final int GENRE = 3;
    /** How far a rating is from what the same person would say on another day; nobody can predict it. */
    static final double MOOD = 0.3;

    private static final int TASTES = 4;

    private final SplittableRandom random;
    private final int[] ages = new int[USERS];
    private final int[] genres = new int[ITEMS];
    private final double[][] users;
    private final double[][] items;

    Ratings(long seed) {
        random = new SplittableRandom(seed);
        users = tastes(ages, AGES);
        items = tastes(genres, GENRES);
    }

    /** Tastes around that of the group, and one number more: how high this one's ratings are altogether. */
    private double[][] tastes(int[] groups, int count) {
        var middle = new double[count][TASTES + 1];
        var tastes = new double[groups.length][TASTES + 1];
        for (var group : middle) {
            Arrays.setAll(group, k -> 0.5 * random.nextGaussian());
        }
        for (int i = 0; i < groups.length; i++) {
            groups[i] = random.nextInt(count);
            var group = middle[groups[i]];
            Arrays.setAll(tastes[i], k -> group[k] + 0.35 * random.nextGaussian());
        }
        return tastes;
    }

    /** What a user thinks of an item, moods aside. */
    double truth(int user, int item) {
        double sum = 3.2 + users[user][TASTES] + items[item][TASTES];
        for (int k = 0; k < TASTES; k++) {
            sum += users[user][k] * items[item][k];
        }
        return Math.clamp(sum, 1, 5);
    }

    /** Ratings of random users and items. */
    Dataset some(int count) {
        var questions = new long[count][];
        var answers = new double[count];
        for (int i = 0; i < count; i++) {
            int user = random.nextInt(USERS);
            int item = random.nextInt(ITEMS);
            questions[i] = question(user, item);
            answers[i] = Math.clamp(truth(user, item) + MOOD * random.nextGaussian(), 1, 5);
        }
        return Dataset.of(tensor(questions), tensor(answers));
    }

    long[] question(int user, int item) {
        return new long[] {user, ages[user], item, genres[item]};
    }
}
