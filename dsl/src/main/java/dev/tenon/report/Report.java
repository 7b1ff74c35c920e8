package dev.tenon.report;

import static dev.tenon.plot.Markup.escaped;

import dev.tenon.core.TenonException;
import dev.tenon.diagram.Diagram;
import dev.tenon.io.AtomicFile;
import dev.tenon.nn.Layer;
import dev.tenon.optim.Optimizer;
import dev.tenon.plot.Chart;
import dev.tenon.plot.HeatMap;
import dev.tenon.plot.Image;
import dev.tenon.profile.Profile;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Epoch;
import dev.tenon.train.History;
import dev.tenon.train.Run;
import java.nio.file.Path;
import java.time.LocalDateTime;
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
 * {@snippet :
 * Report.of(run).title("Digits").setting("batch size", 64).confusion(matrix, names).save(Path.of("report.html"));
 * }
 */
public final class Report {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int MOST_EPOCHS = 50;

    private final Layer model;
    private final @Nullable Optimizer<?> optimizer;
    private final History history;
    private final long steps;
    private String title;
    private Tensor[] example = {};
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> results = new ArrayList<>();
    private @Nullable Profile profile;

    private Report(Layer model, @Nullable Optimizer<?> optimizer, History history, long steps) {
        this.model = model;
        this.optimizer = optimizer;
        this.history = history;
        this.steps = steps;
        this.title = "Training of " + label(model);
    }

    /** The page about a training that has ended. */
    public static Report of(Run run) {
        return new Report(run.model(), run.optimizer(), run.history(), run.steps());
    }

    /** The page about a training by one's own loop or one that is under way. */
    public static Report of(Layer model, History history) {
        return new Report(model, null, history, history.losses().length);
    }

    private Report with(Consumer<Report> change) {
        var copy = new Report(model, optimizer, history, steps);
        copy.title = title;
        copy.example = example;
        copy.settings.putAll(settings);
        copy.results.addAll(results);
        copy.profile = profile;
        change.accept(copy);
        return copy;
    }

    /** The heading. */
    public Report title(String text) {
        return with(report -> report.title = text);
    }

    /** A setting to tell besides those that the optimizer tells: {@code setting("batch size", 64)}. */
    public Report setting(String name, Object value) {
        return with(report -> report.settings.put(name, value.toString()));
    }

    /** What goes through the network, for its picture; a network that was declared needs none. */
    public Report example(Tensor... inputs) {
        return with(report -> report.example = inputs.clone());
    }

    /** A confusion matrix: {@code counts[i, j]} samples of class {@code i} were taken for class {@code j}. */
    public Report confusion(Tensor counts, List<String> names) {
        return picture(HeatMap.of("confusion", counts).rows("truth", names).columns("prediction", names).values());
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
        var page = new Page(title, "written " + LocalDateTime.now().format(DATE) + " by Tenon");
        page.figures(figures());
        var curves = LearningCurves.of(history);
        if (!curves.isEmpty()) {
            page.section("Learning curves").pictures(curves.stream().map(Chart::svg).toList());
        }
        if (!results.isEmpty()) {
            page.section("Results").pictures(results);
        }
        architecture(page);
        page.section("Settings").facts(allSettings());
        if (!history.epochs().isEmpty()) {
            page.section("Epochs").table(headings(), rows());
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
            figures.put("training loss", number(last.training().loss()));
            if (validation != null) {
                figures.put("validation loss", number(validation.loss()));
            }
            (validation == null ? last.training() : validation).metrics()
                .forEach((name, value) -> figures.put((validation == null ? "" : "validation ") + name, number(value)));
            double seconds = history.epochs().stream().mapToDouble(Epoch::seconds).sum();
            figures.put("epochs", Integer.toString(history.epochs().size()));
            figures.put("time", duration(seconds));
        }
        figures.put("steps", String.format(Locale.ROOT, "%,d", steps));
        figures.put("parameters", String.format(Locale.ROOT, "%,d", model.parameters().stream().mapToLong(Tensor::numel).sum()));
        return figures;
    }

    private Map<String, String> allSettings() {
        var all = new LinkedHashMap<String, String>();
        if (optimizer != null) {
            all.put("optimizer", optimizer.toString());
        }
        all.putAll(settings);
        if (all.isEmpty()) {
            all.put("settings", "none were told");
        }
        return all;
    }

    // ---- the network ------------------------------------------------------------------------------------------------

    private void architecture(Page page) {
        page.section("Architecture");
        var specimen = model.specimen(example);
        if (!specimen.inputs().isEmpty()) {
            try {
                page.large(Diagram.of(model, example).svg());
            } catch (TenonException e) {
                page.text("no picture: " + e.getMessage());
            }
        }
        page.text(model.summary(example));
    }

    private static String label(Layer model) {
        var name = model.getClass().getSimpleName();
        return name.isEmpty() ? "a network" : name.equals("Sequential") ? "a network" : name;
    }

    // ---- epochs -----------------------------------------------------------------------------------------------------

    private List<String> headings() {
        var first = history.epochs().getFirst();
        var headings = new ArrayList<>(List.of("epoch", "loss"));
        headings.addAll(first.training().metrics().keySet());
        if (first.validation() != null) {
            headings.add("validation loss");
            first.validation().metrics().keySet().forEach(name -> headings.add("validation " + name));
        }
        headings.addAll(List.of("samples/s", "time"));
        return headings;
    }

    /** The first epochs and the last ones where there are many. */
    private List<List<String>> rows() {
        var epochs = history.epochs();
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < epochs.size(); i++) {
            if (i < MOST_EPOCHS / 2 || i >= epochs.size() - MOST_EPOCHS / 2) {
                rows.add(row(epochs.get(i)));
            } else if (i == MOST_EPOCHS / 2) {
                rows.add(List.of("…"));
            }
        }
        return rows;
    }

    private List<String> row(Epoch epoch) {
        var row = new ArrayList<>(List.of(Integer.toString(epoch.number()), number(epoch.training().loss())));
        epoch.training().metrics().values().forEach(value -> row.add(number(value)));
        var validation = epoch.validation();
        if (validation != null) {
            row.add(number(validation.loss()));
            validation.metrics().values().forEach(value -> row.add(number(value)));
        }
        row.add(String.format(Locale.ROOT, "%,.0f", epoch.training().samples() / Math.max(1e-9, epoch.seconds())));
        row.add(duration(epoch.seconds()));
        return row;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return size != 0 && (size < 1e-3 || size >= 1e5) ? String.format(Locale.ROOT, "%.3e", value)
            : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return seconds < 10 ? String.format(Locale.ROOT, "%.2f s", seconds) : seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds)
            : whole < 3600 ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
}
