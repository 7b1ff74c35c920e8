package dev.tenon.train.report;

import dev.tenon.memory.Scope;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.RandomState;
import dev.tenon.train.TrainingContext;
import dev.tenon.train.callback.FileCallback;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Report} about a training into an HTML file, anew after every epoch and validation and at the end. Where outputs and targets are
 * those of classes it has the confusion matrix of the last validation, or of the last epoch where nothing is validated.
 */
public final class ReportFile implements FileCallback {
    private static final String COUNTS = "counts";

    private final Path file;
    private final UnaryOperator<Report> changes;
    private final ClassCounts counts = new ClassCounts();
    private Tensor[] example = {};
    private @Nullable Architecture architecture;
    private boolean isDue;

    /**
     * Writes into this file.
     *
     * @param changes a title, names of classes, pictures; asked each time the page is written
     */
    public ReportFile(Path file, UnaryOperator<Report> changes) {
        this.file = file;
        this.changes = changes;
    }

    @Override
    public void epochBegins(TrainingContext training) {
        if (!training.validates() && training.batchNumber() == 0) {
            counts.reset();
        }
    }

    @Override
    public void beforeBackward(TrainingContext training) {
        if (!training.validates()) {
            counts.add(training.output(), training.target());
        }
    }

    @Override
    public void validationBegins(TrainingContext training) {
        counts.reset();
    }

    @Override
    public void validationStepEnds(TrainingContext training) {
        counts.add(training.output(), training.target());
    }

    @Override
    public void validationEnds(TrainingContext training) {
        isDue = true;
    }

    @Override
    public void stepEnds(TrainingContext training) {
        if (architecture == null && example.length == 0 && training.model().specimen().inputs().isEmpty()) {
            remember(training);
        }
        if (isDue) {
            write(training);
        }
    }

    /** A sample of a batch, for the picture of a network that was not declared. */
    private void remember(TrainingContext training) {
        var batch = training.batch();
        if (batch != null && batch.inputList().stream().allMatch(input -> input.rank() > 0 && input.size(0) > 0)) {
            example = batch.inputList().stream().map(input -> input.detach().narrow(0, 0, 1).clone().escape()).toArray(Tensor[]::new);
        }
    }

    @Override
    public void epochEnds(TrainingContext training) {
        write(training);
    }

    @Override
    public void fitEnds(TrainingContext training) {
        write(training);
    }

    /** Looks without a trace: random numbers are drawn again, and what comes up is freed. */
    private void write(TrainingContext training) {
        isDue = false;
        var random = RandomState.of(training.model());
        try (var _ = Scope.open("report")) {
            var report = Report.of(training).example(example);
            var matrix = counts.matrix();
            report = changes.apply(matrix == null ? report : report.confusion(matrix));
            architecture = architecture == null ? report.architecture() : architecture;
            report.architecture(architecture).save(file);
        } finally {
            random.restore();
        }
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var matrix = counts.matrix();
        return matrix == null ? Map.of() : Map.of(COUNTS, matrix);
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        var matrix = state.get(COUNTS);
        if (matrix != null) {
            counts.restore(matrix);
        }
    }
}
