package dev.tenon.train.report;

import static dev.tenon.plot.Markup.escaped;

import dev.tenon.io.AtomicFile;
import dev.tenon.nn.Layer;
import dev.tenon.plot.Chart;
import dev.tenon.plot.Image;
import dev.tenon.profile.Profile;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Epoch;
import dev.tenon.train.History;
import dev.tenon.train.Run;
import dev.tenon.train.TrainingContext;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A page about a training, in one HTML file that asks nothing from outside: learning curves, the network, settings, what it ran on, and how long
 * it took; light or dark as the reader's screen is. Immutable: each method answers a changed copy.
 * {@code t.report(file)} keeps one up to date while the training goes on.
 * {@snippet :
 * Report.of(run).title("Digits").setting("corpus", folder).confusion(matrix, names).save(Path.of("report.html"));
 * }
 */
public final class Report {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Layer model;
    private final History history;
    private final long steps;
    private String title;
    private String state = "";
    private Tensor[] example = {};
    private @Nullable Tensor counts;
    private List<String> classes = List.of();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> results = new ArrayList<>();
    private @Nullable Profile profile;
    private @Nullable Architecture architecture;

    private Report(Layer model, History history, long steps) {
        this.model = model;
        this.history = history;
        this.steps = steps;
        this.title = "Training of " + label(model);
    }

    /** The page about a training that has ended. */
    public static Report of(Run run) {
        var report = new Report(run.model(), run.history(), run.steps());
        report.state = switch (run.ending()) {
            case COMPLETE -> "";
            case STOPPED -> "stopped by a callback";
            case INTERRUPTED -> "interrupted";
        };
        report.settings.putAll(run.settings());
        return report;
    }

    /** The page about a training that is under way. */
    public static Report of(TrainingContext training) {
        var report = new Report(training.model(), training.history(), training.step());
        var reason = training.stopReason();
        report.state = "after " + training.completeEpochs() + " of " + training.epochs() + " epochs"
            + (reason == null ? "" : ": " + reason);
        report.settings.putAll(training.settings());
        return report;
    }

    /** The page about a training by one's own loop. */
    public static Report of(Layer model, History history) {
        return new Report(model, history, history.losses().length);
    }

    private Report with(Consumer<Report> change) {
        var copy = new Report(model, history, steps);
        copy.title = title;
        copy.state = state;
        copy.example = example;
        copy.counts = counts;
        copy.classes = classes;
        copy.settings.putAll(settings);
        copy.results.addAll(results);
        copy.profile = profile;
        copy.architecture = architecture;
        change.accept(copy);
        return copy;
    }

    /** The heading. */
    public Report title(String text) {
        return with(report -> report.title = text);
    }

    /** A setting to tell besides those of the training: {@code setting("corpus", file)}. */
    public Report setting(String name, Object value) {
        return with(report -> report.settings.put(name, value.toString()));
    }

    /** What goes through the network, for its picture; a network that was declared needs none. */
    public Report example(Tensor... inputs) {
        return with(report -> report.example = inputs.clone());
    }

    /** The names of the classes, for the confusion matrix; else their numbers. */
    public Report classes(List<String> names) {
        return with(report -> report.classes = List.copyOf(names));
    }

    /** A confusion matrix: {@code counts[i, j]} samples of class {@code i} were taken for class {@code j}. */
    public Report confusion(Tensor matrix) {
        return with(report -> report.counts = matrix);
    }

    /** A confusion matrix of classes with these names. */
    public Report confusion(Tensor matrix, List<String> names) {
        return confusion(matrix).classes(names);
    }

    /** A chart among the results. */
    public Report picture(Chart chart) {
        return with(report -> report.results.add(chart.svg()));
    }

    /** A picture among the results. */
    public Report picture(String caption, Image image) {
        var html = "<img alt=\"" + escaped(caption) + "\" src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(image.png())
            + "\"><figcaption>" + escaped(caption) + "</figcaption>";
        return with(report -> report.results.add(html));
    }

    /** Where time and memory went. */
    public Report profile(Profile measured) {
        return with(report -> report.profile = measured);
    }

    /** Writes the page, which appears complete or not at all. */
    public void save(Path file) {
        AtomicFile.write(file, html());
    }

    /** The page as HTML. */
    public String html() {
        var page = new Page(title,
            "written " + LocalDateTime.now(ZoneId.systemDefault()).format(DATE) + " by Tenon" + (state.isEmpty() ? "" : ", " + state));
        page.figures(figures());
        var curves = LearningCurves.of(history);
        if (!curves.isEmpty()) {
            page.section("Learning curves").pictures(curves.stream().map(Chart::svg).toList());
        }
        var pictures = new ArrayList<String>();
        if (counts != null) {
            pictures.add(ClassCounts.picture(counts, classes).svg());
        }
        pictures.addAll(results);
        if (!pictures.isEmpty()) {
            page.section("Results").pictures(pictures);
        }
        architecture().show(page);
        if (!settings.isEmpty()) {
            page.section("Settings").facts(settings);
        }
        if (!history.epochs().isEmpty()) {
            var table = new EpochTable(history.epochs());
            page.section("Epochs").table(table.headings(), table.rows());
        }
        if (profile != null) {
            page.section("Profile").text(profile.toString());
        }
        return page.section("Environment").facts(Environment.now()).html();
    }

    // ---- figures ----------------------------------------------------------------------------------------------------

    private Map<String, String> figures() {
        var figures = new LinkedHashMap<String, String>();
        if (!history.epochs().isEmpty()) {
            var last = history.epochs().getLast();
            var validation = last.validation();
            figures.put("training loss", EpochTable.number(last.training().loss()));
            if (validation != null) {
                figures.put("validation loss", EpochTable.number(validation.loss()));
            }
            (validation == null ? last.training() : validation).metrics()
                .forEach((name, value) -> figures.put((validation == null ? "" : "validation ") + name, EpochTable.number(value)));
            double seconds = history.epochs().stream().mapToDouble(Epoch::seconds).sum();
            figures.put("epochs", Integer.toString(history.epochs().size()));
            figures.put("time", EpochTable.duration(seconds));
        } else if (!history.validations().isEmpty()) {
            figures.put("validation loss", EpochTable.number(history.validations().getLast().measures().loss()));
        }
        figures.put("steps", String.format(Locale.ROOT, "%,d", steps));
        figures.put("parameters", String.format(Locale.ROOT, "%,d", model.parameters().stream().mapToLong(Tensor::numel).sum()));
        return figures;
    }

    // ---- the network ------------------------------------------------------------------------------------------------

    /** What the network is, which does not change while it learns. */
    Architecture architecture() {
        return architecture == null ? Architecture.of(model, example) : architecture;
    }

    /** The page with what {@link #architecture} gave before. */
    Report architecture(Architecture known) {
        return with(report -> report.architecture = known);
    }

    private static String label(Layer model) {
        var name = model.getClass().getSimpleName();
        return name.isEmpty() || name.equals("Sequential") ? "a network" : name;
    }
}
