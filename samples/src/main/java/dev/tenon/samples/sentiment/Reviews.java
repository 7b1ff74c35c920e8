package dev.tenon.samples.sentiment;

import static dev.tenon.Tenon.tensor;

import dev.tenon.data.Dataset;
import dev.tenon.data.Sample;
import dev.tenon.data.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sentences such as "the plot was not very good but i really liked the music". What counts is which word stands where: "not" turns round the one
 * opinion it belongs to, "very" doubles it, and what follows "but" outweighs what precedes it.
 */
final class Reviews {
    private static final List<String> THINGS = List.of("plot", "cast", "music", "ending", "script", "hero", "scenery", "dialogue");
    private static final List<String> GOOD = List.of("good", "brilliant", "funny", "moving", "clever", "charming");
    private static final List<String> BAD = List.of("bad", "boring", "dull", "awful", "clumsy", "silly");
    private static final List<String> OTHERS = List.of("the", "was", "not", "never", "very", "really", "rather", "and", "but");

    static final Vocabulary WORDS = Vocabulary.of(words());

    private final RandomGenerator random;

    Reviews(RandomGenerator random) {
        this.random = random;
    }

    /** A sentence, and whether it praises. */
    record Review(String text, boolean praises) {
        Sample sample() {
            return new Sample(tensor(numbers(text)), tensor(praises ? 1 : 0));
        }
    }

    private static List<String> words() {
        var words = new ArrayList<>(List.of(Vocabulary.PADDING));
        for (var some : List.of(OTHERS, THINGS, GOOD, BAD)) {
            words.addAll(some);
        }
        return words;
    }

    static long[] numbers(String sentence) {
        return Arrays.stream(sentence.split(" ")).mapToLong(WORDS::id).toArray();
    }

    Dataset dataset(int count) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < count; i++) {
            samples.add(next().sample());
        }
        return Dataset.of(samples);
    }

    /** One to four opinions; a sentence whose opinions weigh the same is no sample. */
    Review next() {
        while (true) {
            var words = new ArrayList<String>();
            double sum = opinion(words);
            for (int more = random.nextInt(4); more > 0; more--) {
                boolean but = random.nextBoolean();
                words.add(but ? "but" : "and");
                sum = (but ? sum / 4 : sum) + opinion(words);
            }
            if (sum != 0) {
                return new Review(String.join(" ", words), sum > 0);
            }
        }
    }

    private double opinion(List<String> words) {
        words.addAll(List.of("the", any(THINGS), "was"));
        double weight = 1;
        if (random.nextBoolean()) {
            words.add(any(List.of("not", "never")));
            weight = -1;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                words.add(any(List.of("very", "really")));
                weight *= 2;
            }
            case 1 -> {
                words.add("rather");
                weight /= 2;
            }
            default -> {
            }
        }
        boolean good = random.nextBoolean();
        words.add(any(good ? GOOD : BAD));
        return good ? weight : -weight;
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
