package dev.tenon.samples.sentiment;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.data.Collation;
import dev.tenon.data.Dataset;
import dev.tenon.samples.CommandRun;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SentimentLstmTest {
    @Test
    void itReadsMostUnseenSentences() {
        var run = CommandRun.of("sentiment-lstm", "--sentences", "2000", "--epochs", "3");
        assertThat(run.code()).isZero();
        assertThat(run.figure("test accuracy")).isGreaterThan(0.85);
    }

    @Test
    void whatASentenceIsPaddedWithMeansNothing() {
        manualSeed(1);
        var model = new SentimentLstm(Reviews.WORDS.size(), 8, 8);
        var shorter = new Reviews.Review("the plot was not good", false);
        var longer = new Reviews.Review("the plot was good and the cast was very good", true);
        var batch = Dataset.of(List.of(shorter.sample(), longer.sample())).batches(2, b -> b.collate(Collation.padded())).iterator().next();
        var together = model.call(batch.inputList()).toDoubleArray();
        assertThat(Arrays.copyOf(together, 2)).containsExactly(model.call(shorter.sample().x()).toDoubleArray(), Offset.offset(1e-6));
        assertThat(Arrays.copyOfRange(together, 2, 4)).containsExactly(model.call(longer.sample().x()).toDoubleArray(),
            Offset.offset(1e-6));
    }

    @Test
    void bothKindsOfSentencesAreCommonAndOfManyLengths() {
        var reviews = new Reviews(new SplittableRandom(5));
        var drawn = Stream.generate(reviews::next).limit(1000).toList();
        assertThat(drawn.stream().filter(Reviews.Review::praises).count()).isBetween(400L, 600L);
        assertThat(drawn.stream().mapToInt(review -> Reviews.numbers(review.text()).length).distinct().count()).isGreaterThan(15);
    }
}
