package dev.tenon.train.report;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Tenon;
import dev.tenon.data.DataLoader;
import dev.tenon.data.TensorDataset;
import dev.tenon.nn.Layer;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.loss.MSELoss;
import dev.tenon.plot.Image;
import dev.tenon.profile.Profiler;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Callback;
import dev.tenon.train.Run;
import dev.tenon.train.TrainingContext;
import dev.tenon.train.TrainingOptions;
import dev.tenon.train.callback.FileCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static Run trained() {
        manualSeed(1);
        var x = randn(24, 4);
        var y = x.argmax(1L);
        var data = new TensorDataset(x, y).batches(8);
        return Tenon.train(sequential(features(4), s -> s.linear(8).relu().linear(4)).build(seed(1)), t -> t.data(data).validate(data)
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
        var run = Tenon.train(sequential(features(2), s -> s.linear(1)).build(seed(1)),
            t -> t.data(new TensorDataset(ones(4, 2), ones(4, 1)).batches(2))
                .loss(new MSELoss()).optimizer(sgd(o -> o.lr(0.1))).stepLimit(1).epochs(1));
        var html = Report.of(run.model(), run.history()).html();
        assertThat(html).contains("Architecture").doesNotContain("Learning curves", "Epochs");
    }

    @Test
    void curvesOfManyStepsAreMeans() {
        var run = Tenon.train(sequential(features(2), s -> s.linear(1)).build(seed(1)),
            t -> t.data(new TensorDataset(ones(500, 2), ones(500, 1)).batches(1))
                .loss(new MSELoss()).optimizer(sgd(o -> o.lr(0.01))).epochs(1));
        assertThat(LearningCurves.steps(run.history()).svg()).contains("mean of 3", "each step");
        assertThat(LearningCurves.of(run.history())).extracting(chart -> chart.title()).containsExactly("loss by step", "loss by epoch");
    }

    // ---- while a training goes on -----------------------------------------------------------------------------------

    @TempDir
    private Path folder;

    private static DataLoader classes(int size) {
        manualSeed(1);
        var x = randn(24, 4);
        return new TensorDataset(x, x.argmax(1L)).batches(size, b -> b.shuffle(3));
    }

    private static Run train(Layer model, UnaryOperator<TrainingOptions> more) {
        var data = classes(8);
        return Tenon.train(model, t -> more.apply(t.data(data).loss(crossEntropy()).optimizer(adam(o -> o.lr(0.01))).epochs(3)));
    }

    private static Layer network() {
        return sequential(features(4), s -> s.linear(8).relu().dropout(0.5).linear(4)).build(seed(1));
    }

    private String page() {
        return read(folder.resolve("report.html"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTrainingKeepsItsPageUpToDate() {
        var seen = new ArrayList<String>();
        var reader = new Callback() {
            @Override
            public int order() {
                return FileCallback.AFTER_MEASURES + 1;
            }

            @Override
            public void epochEnds(TrainingContext training) {
                seen.add(page());
            }
        };
        train(network(), t -> t.report(folder.resolve("report.html"), r -> r.title("Rows").classes(List.of("ada", "ben", "cid", "dan")))
            .validate(classes(24)).metrics(accuracy()).clipGradNorm(1).scheduleSteps(cosineAnnealing(o -> o.tMax(9)))
            .callbacks(reader));
        assertThat(seen).hasSize(3);
        assertThat(seen.getFirst()).contains("after 1 of 3 epochs", "<title>Rows</title>", "confusion", "cid", "CrossEntropyLoss",
            "batch size", "batch order from seed", "gradient norm at most", "CosineAnnealingLR", "Architecture", "Environment");
        assertThat(page()).contains("after 3 of 3 epochs", "accuracy by epoch");
    }

    @Test
    void aPageChangesNoBitOfATraining() {
        manualSeed(2);
        var without = train(new Twice(), t -> t).history().losses();
        manualSeed(2);
        var with = train(new Twice(), t -> t.report(folder.resolve("report.html"), r -> r.picture("noise", Image.of(rand(4, 4)))))
            .history().losses();
        assertThat(with).isEqualTo(without);
    }

    @Test
    void aNetworkOfOnesOwnIsDrawnByASampleOfTheData() {
        var model = new Twice();
        train(model, t -> t.report(folder.resolve("report.html")));
        assertThat(page()).contains("Training of Twice", "first", "[1, 4]", "confusion").doesNotContain("no picture");
    }

    private static final class Twice extends Layer {
        private final Linear first = new Linear(4, 8);
        private final Linear second = new Linear(8, 4);

        @Override
        public Tensor forward(Tensor x) {
            return second.call(first.call(x).relu().dropout(0.5, isTraining()));
        }
    }

    @Test
    void aModelThatDoesNotTakeItsBatchesHasAPageWithoutPicture() {
        var model = new Linear(3, 1);
        train(model, t -> t.report(folder.resolve("report.html")).step((m, batch) -> m.call(batch.x().narrow(1, 0, 3)).mean()));
        assertThat(page()).contains("no picture: ", "Linear(in_features=3", "a function of the program").doesNotContain("confusion");
    }

    @Test
    void aResumedTrainingHasTheCountsOfTheLastValidation() {
        var checkpoint = folder.resolve("c.safetensors");
        train(network(), t -> t.validate(classes(24)).report(folder.resolve("first.html")).checkpoint(checkpoint));
        train(network(), t -> t.validate(classes(24)).report(folder.resolve("report.html")).resume(checkpoint));
        assertThat(confusion(page())).isEqualTo(confusion(read(folder.resolve("first.html")))).isNotEmpty();
    }

    private static String confusion(String page) {
        return page.lines().filter(line -> line.contains(">confusion<")).collect(Collectors.joining());
    }

    @Test
    void aHistoryHasItsCurveAsAPicture() throws IOException {
        var history = train(network(), t -> t.validate(classes(24)).metrics(accuracy())).history();
        history.chart().save(folder.resolve("loss.png"));
        assertThat(Files.size(folder.resolve("loss.png"))).isPositive();
        assertThat(history.chart().svg()).contains("loss by step", "validation");
        assertThat(history.chart("accuracy").svg()).contains("accuracy by epoch", "training", "validation");
    }
}
