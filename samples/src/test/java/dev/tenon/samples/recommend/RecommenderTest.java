package dev.tenon.samples.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecommenderTest {
    @ParameterizedTest
    @ValueSource(strings = {"factors", "towers"})
    void ratingsArePredictedAndWhatIsRecommendedIsLiked(String model) {
        var run = CommandRun.of("recommender", "--model", model);
        assertThat(run.figure("root mean squared error:")).isLessThan(0.5 * run.figure("of the mean alone:"));
        assertThat(run.figure("recommended items:")).isGreaterThan(run.figure("of any:") + 1);
    }
}
