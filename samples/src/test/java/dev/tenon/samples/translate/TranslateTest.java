package dev.tenon.samples.translate;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.data.Collation;
import dev.tenon.data.Dataset;
import dev.tenon.samples.CommandRun;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TranslateTest {
    @Test
    void itLearnsFromPairs() {
        var run = CommandRun.of("translate", "--numbers", "1500", "--unseen", "50", "--epochs", "3");
        assertThat(run.code()).isZero();
        assertThat(run.output()).contains("812345  ");
        assertThat(run.figure("loss")).isLessThan(1.5);
    }

    @Test
    void numbersAreSaidAsPeopleSayThem() {
        assertThat(NumberWords.inWords(0)).isEqualTo("zero");
        assertThat(NumberWords.inWords(40)).isEqualTo("forty");
        assertThat(NumberWords.inWords(4207)).isEqualTo("four thousand two hundred seven");
        assertThat(NumberWords.inWords(NumberWords.LARGEST))
            .isEqualTo("nine hundred ninety nine thousand nine hundred ninety nine");
    }

    @Test
    void noNumberHasMoreWordsThanAreWritten() {
        for (int number = 0; number <= NumberWords.LARGEST; number += 111) {
            assertThat(NumberWords.sample(number).y().numel()).isLessThanOrEqualTo(NumberWords.LONGEST);
        }
    }

    @Test
    void whatDigitsArePaddedWithMeansNothing() {
        manualSeed(2);
        var model = new Translator(16, 2, 1);
        model.eval();
        var batch = Dataset.of(2, i -> NumberWords.sample(i == 0 ? 40 : 812_345)).batches(2, b -> b.collate(Collation.padded())).iterator()
            .next();
        var together = model.call(batch.x()).toLongArray();
        var alone = model.call(tensor(NumberWords.digits(40)).unsqueeze(0)).toLongArray();
        assertThat(Arrays.copyOf(together, alone.length)).containsExactly(alone);
    }
}
