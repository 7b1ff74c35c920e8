package dev.tenon.report;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.data.TensorDataset;
import dev.tenon.nn.loss.MSELoss;
import dev.tenon.plot.Image;
import dev.tenon.profile.Profiler;
import dev.tenon.train.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static Run trained() {
        manualSeed(1);
        var x = randn(24, 4);
        var y = x.argmax(1L);
        var data = new TensorDataset(x, y).batches(8);
        return train(sequential(features(4), s -> s.linear(8).relu().linear(4)).build(seed(1)), t -> t.data(data).validate(data)
            .loss(crossEntropy()).optimizer(adam(o -> o.lr(0.01))).metrics(accuracy()).epochs(3));
    }

    @Test
    void aPageTellsOfTheWholeRunAndAsksForNothing(@TempDir Path folder) throws Exception {
        var file = folder.resolve("report.html");
        Report.of(trained()).title("a < b").setting("batch size", 8)
            .confusion(ones(4, 4), List.of("a", "b", "c", "d")).picture("noise", Image.of(rand(4, 4)))
            .profile(Profiler.profile(() -> ones(2).exp())).save(file);
        var html = Files.readString(file);
        assertThat(html).contains("<title>a &lt; b</title>", "Learning curves", "loss by step", "accuracy by epoch", "Architecture",
            "Linear",
            "batch size", "lr=0.01", "confusion", "Epochs", "samples/s", "Environment", "JDK", "prefers-color-scheme: dark",
            "data:image/png;base64,", "Profile");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
        assertThat(html.split("<svg ", -1)).hasSizeGreaterThan(4);
    }

    @Test
    void ofAHistoryWithoutEpochsThereIsAPageToo() {
        var run = train(sequential(features(2), s -> s.linear(1)).build(seed(1)),
            t -> t.data(new TensorDataset(ones(4, 2), ones(4, 1)).batches(2))
                .loss(new MSELoss()).optimizer(sgd(o -> o.lr(0.1))).stepLimit(1).epochs(1));
        var html = Report.of(run.model(), run.history()).html();
        assertThat(html).contains("Architecture").doesNotContain("Learning curves", "Epochs");
    }

    @Test
    void curvesOfManyStepsAreMeans() {
        var run = train(sequential(features(2), s -> s.linear(1)).build(seed(1)),
            t -> t.data(new TensorDataset(ones(500, 2), ones(500, 1)).batches(1))
                .loss(new MSELoss()).optimizer(sgd(o -> o.lr(0.01))).epochs(1));
        assertThat(LearningCurves.steps(run.history()).svg()).contains("mean of 3", "each step");
        assertThat(LearningCurves.of(run.history())).extracting(chart -> chart.title()).containsExactly("loss by step", "loss by epoch");
    }
}
