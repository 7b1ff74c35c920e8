package dev.tenon.metric;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values are those of NumPy, by the definitions of scikit-learn. */
class MetricTest {
    private static final double CLOSE = 1e-12;
    private static final long[] WANTED = {0, 1, 2, 2, 1, 1, 0, 2, 1, 1, 0, 2};
    private static final long[] SAID = {0, 2, 2, 2, 1, 0, 0, 2, 2, 2, 0, 1};

    @Test
    void accuracyLooksAtTheLargestOutputs() {
        var output = tensor(new double[][] {{1, 3, 2}, {3, 2, 1}, {1, 2, 3}, {2, 3, 1}});
        var target = tensor(new long[] {1, 1, 0, 0});
        assertThat(of(accuracy(), output, target)).isEqualTo(0.25);
        assertThat(of(topAccuracy(2), output, target)).isEqualTo(0.75);
        assertThat(topAccuracy(2).name()).isEqualTo("top2_accuracy");
        assertThat(of(accuracy(), tensor(new double[] {-1, 2, 0.5, -3}), tensor(new long[] {0, 1, 0, 1}))).isEqualTo(0.5);
        assertThat(of(accuracy(), tensor(new double[][] {{-1}, {2}, {0.5}, {-3}}), tensor(new long[] {0, 1, 0, 1}))).isEqualTo(0.5);
        assertThatExceptionOfType(TenonException.class).isThrownBy(() -> of(topAccuracy(4), output, target))
            .withMessageContaining("at least 4 outputs");
    }

    @Test
    void scoresOfClassesAreAveraged() {
        var output = oneHot(SAID);
        var target = tensor(WANTED);
        assertThat(of(precision(3, Average.MACRO), output, target)).isCloseTo(0.5833333333333334, within(CLOSE));
        assertThat(of(precision(3, Average.WEIGHTED), output, target)).isCloseTo(0.5625, within(CLOSE));
        assertThat(of(recall(3, Average.MACRO), output, target)).isCloseTo(0.65, within(CLOSE));
        assertThat(of(recall(3, Average.WEIGHTED), output, target)).isCloseTo(0.5833333333333333, within(CLOSE));
        assertThat(of(f1(3, Average.MACRO), output, target)).isCloseTo(0.580952380952381, within(CLOSE));
        assertThat(of(f1(3, Average.WEIGHTED), output, target)).isCloseTo(0.5333333333333333, within(CLOSE));
        assertThat(of(precision(3, Average.MICRO), output, target)).isCloseTo(0.5833333333333334, within(CLOSE));
        assertThat(of(f1(3, Average.MICRO), output, target)).isEqualTo(of(accuracy(), output, target));
        var each = count(f1(3, Average.NONE), output, target).values("f1");
        assertThat(each.keySet()).containsExactly("f1/0", "f1/1", "f1/2");
        assertThat(each.get("f1/1")).isCloseTo(0.2857142857142857, within(CLOSE));
        assertThat(of(meanIou(3), output, target)).isCloseTo(0.4484126984126984, within(CLOSE));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> of(f1(2, Average.MACRO), output, target))
            .withMessageContaining("class 2 is out of range, there are 2");
    }

    @Test
    void aMatrixCountsWhatWasSaidForWhatWasWanted() {
        var counts = confusionMatrix(3).start();
        counts.add(oneHot(SAID), tensor(WANTED));
        assertThat(counts.matrix()).isDeepEqualTo(new long[][] {{3, 0, 0}, {1, 1, 3}, {0, 1, 3}});
    }

    @Test
    void rankingsCountEqualScoresHalf() {
        var scores = tensor(new double[] {.1, .4, .35, .8, .8, .2, .9, .35, .7, .1});
        var target = tensor(new long[] {0, 1, 1, 0, 1, 0, 1, 0, 1, 1});
        assertThat(of(rocAuc(), scores, target)).isCloseTo(0.6875, within(CLOSE));
        assertThat(of(averagePrecision(), scores, target)).isCloseTo(0.7551587301587301, within(CLOSE));
        assertThat(of(rocAuc(), stack(List.of(zeros(10), scores), 1), target)).isCloseTo(0.6875, within(CLOSE));
        assertThat(of(rocAuc(), scores, ones(10))).isNaN();
    }

    @Test
    void errorsOfNumbersAreOverAllElements() {
        var target = tensor(new double[][] {{3, -.5}, {2, 7}, {1, 0}, {4, 5.5}});
        var output = tensor(new double[][] {{2.5, 0}, {2, 8}, {1.5, -1}, {3, 5}});
        assertThat(of(mae(), output, target)).isEqualTo(0.625);
        assertThat(of(mse(), output, target)).isEqualTo(0.5);
        assertThat(of(rmse(), output, target)).isCloseTo(0.7071067811865476, within(CLOSE));
        assertThat(of(r2(), output, target)).isCloseTo(0.8212643678160919, within(CLOSE));
        assertThat(r2().higherIsBetter()).isTrue();
        assertThat(mae().higherIsBetter()).isFalse();
        // A large mean does not eat the variance.
        assertThat(of(r2(), output.to(DType.FLOAT64).add(1e9), target.to(DType.FLOAT64).add(1e9))).isCloseTo(0.8212643678160919,
            within(1e-6));
        assertThat(of(meanOf("off", (o, t) -> o.sub(t).abs()), output, target)).isEqualTo(0.625);
    }

    @Test
    void perplexityIsOfTokensThatCount() {
        var logits = tensor(
            new Object[] {new double[] {.5, -1, 2}, new double[] {1, 0, 0}, new double[] {-.5, .25, .1}, new double[] {2, 2, -2}},
            DType.FLOAT64);
        var tokens = tensor(new long[] {2, 0, 1, 2});
        assertThat(of(perplexity(), logits, tokens)).isCloseTo(4.881983379636558, within(CLOSE));
        assertThat(of(perplexity(2), logits, tokens)).isCloseTo(2.0123754215274925, within(CLOSE));
        assertThat(of(perplexity(), logits.t().unsqueeze(0), tokens.unsqueeze(0))).isCloseTo(4.881983379636558, within(CLOSE));
    }

    @Test
    void bleuCountsGramsOfTheReferenceAndPunishesShortness() {
        var said = tensor(new long[][] {{5, 6, 7, 8, 9, 0, 0}, {4, 4, 5, 6, 7, 8, 0}});
        var wanted = tensor(new long[][] {{5, 6, 7, 8, 9, 10, 0}, {4, 5, 6, 7, 8, 9, 3}});
        assertThat(of(bleu(0), said, wanted)).isCloseTo(0.7193443955878279, within(CLOSE));
        assertThat(of(bleu(0), wanted, wanted)).isEqualTo(1);
    }

    @Test
    void batchesOfAnySizeAndARestoredCountComeToTheSame() {
        var output = oneHot(SAID);
        var target = tensor(WANTED);
        for (var metric : new Metric[] {accuracy(), topAccuracy(2), precision(3, Average.MACRO), f1(3, Average.WEIGHTED), meanIou(3),
            confusionMatrix(3), perplexity(), perplexity(1)}) {
            requireSame(metric, output, target);
        }
        var numbers = rand(12, 2);
        for (var metric : new Metric[] {mae(), mse(), rmse(), r2(), meanOf("x", (o, t) -> o.sub(t))}) {
            requireSame(metric, numbers, rand(12, 2));
        }
        for (var metric : new Metric[] {rocAuc(), averagePrecision()}) {
            requireSame(metric, rand(12), tensor(new long[] {0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1}));
        }
        requireSame(bleu(0), randint(1, 3, 12, 6), randint(1, 3, 12, 6));
    }

    private static void requireSame(Metric metric, Tensor output, Tensor target) {
        var whole = count(metric, output, target);
        var first = count(metric, output.narrow(0, 0, 5), target.narrow(0, 0, 5));
        var second = metric.start();
        second.restore(first.state());
        second.add(output.narrow(0, 5, 6), target.narrow(0, 5, 6));
        second.add(output.narrow(0, 11, 1), target.narrow(0, 11, 1));
        assertThat(second.value()).as(metric.name()).isCloseTo(whole.value(), within(1e-6));
    }

    private static Metric.Count count(Metric metric, Tensor output, Tensor target) {
        var count = metric.start();
        count.add(output, target);
        return count;
    }

    private static double of(Metric metric, Tensor output, Tensor target) {
        return count(metric, output, target).value();
    }

    private static Tensor oneHot(long[] labels) {
        return tensor(labels).oneHot(3).to(DType.FLOAT32);
    }
}
