package dev.tenon.train.callback;

import dev.tenon.board.SummaryWriter;
import dev.tenon.train.Measures;
import dev.tenon.train.TrainingContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes for TensorBoard: the loss of steps and what was noted in them, the measures of epochs and validations, and histograms of the parameters
 * after each epoch if asked for.
 */
public final class BoardLog implements FileCallback {
    private final Path folder;
    private final long everySteps;
    private final boolean histograms;
    private @Nullable SummaryWriter board;

    /**
     * Writes into this folder.
     *
     * @param everySteps how many steps lie between two that are written
     * @param histograms whether parameters are written after each epoch
     */
    public BoardLog(Path folder, long everySteps, boolean histograms) {
        this.folder = folder;
        this.everySteps = Math.max(1, everySteps);
        this.histograms = histograms;
    }

    @Override
    public void fitBegins(TrainingContext training) {
        board = new SummaryWriter(folder);
    }

    @Override
    public void stepEnds(TrainingContext training) {
        if (board != null && training.step() % everySteps == 0) {
            board.addScalar("loss/step", training.loss(), training.step());
            for (var noted : training.logged().entrySet()) {
                board.addScalar(noted.getKey(), noted.getValue(), training.step());
            }
        }
    }

    @Override
    public void validationEnds(TrainingContext training) {
        var measures = training.validation();
        if (measures != null) {
            write("validation", measures, training.step());
        }
    }

    @Override
    public void epochEnds(TrainingContext training) {
        write("training", training.history().epochs().getLast().training(), training.step());
        if (board != null && histograms) {
            for (var named : training.model().namedParameters().entrySet()) {
                board.addHistogram(named.getKey().replace('.', '/'), named.getValue(), training.step());
            }
        }
    }

    private void write(String part, Measures measures, long step) {
        if (board != null) {
            board.addScalar("loss/" + part, measures.loss(), step);
            for (var measured : measures.metrics().entrySet()) {
                board.addScalar(measured.getKey() + "/" + part, measured.getValue(), step);
            }
        }
    }

    @Override
    public void fitEnds(TrainingContext training) {
        if (board != null) {
            board.close();
        }
    }
}
