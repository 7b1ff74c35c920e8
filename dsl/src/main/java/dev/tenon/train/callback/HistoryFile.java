package dev.tenon.train.callback;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.AtomicFile;
import dev.tenon.train.History;
import dev.tenon.train.TrainingContext;
import java.nio.file.Path;

/**
 * Writes the history into a file after every epoch and at the end: {@link History#csv} into {@code .csv}, {@link History#json} into {@code .json}.
 * The file is replaced as a whole, so that a reader finds the old lines or the new, and a resumed training has no line twice.
 */
public final class HistoryFile implements FileCallback {
    private final Path file;
    private final boolean json;

    /**
     * Writes into this file.
     *
     * @throws ArgumentException if its name ends in neither {@code .csv} nor {@code .json}
     */
    public HistoryFile(Path file) {
        this.file = file;
        this.json = file.toString().endsWith(".json");
        if (!json && !file.toString().endsWith(".csv")) {
            throw new ArgumentException("history: " + file + " says no format\n  try:   a name that ends in .csv or .json");
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

    private void write(TrainingContext training) {
        AtomicFile.write(file, json ? training.history().json() : training.history().csv());
    }
}
