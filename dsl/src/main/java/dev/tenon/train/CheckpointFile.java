package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A checkpoint as it was read, whole and unchanged.
 *
 * @param entries its text
 * @param all its tensors by their names in the file
 */
record CheckpointFile(CheckpointEntries entries, Map<String, Tensor> all) {
    /**
     * Reads a checkpoint and compares its checksum.
     *
     * @throws ArgumentException if it is not a checkpoint of this version, or was changed
     */
    static CheckpointFile read(Path file) {
        return read(file, format -> format.equals(Checkpoint.FORMAT));
    }

    /** Reads a checkpoint that any version wrote: they all hold a model's tensors by the same names. */
    static CheckpointFile readAny(Path file) {
        return read(file, format -> format.startsWith(Checkpoint.FAMILY));
    }

    private static CheckpointFile read(Path file, Predicate<String> formats) {
        try (var open = SafetensorsFile.open(file)) {
            var text = new LinkedHashMap<>(open.metadata());
            var format = text.getOrDefault("format", "none");
            if (!formats.test(format)) {
                throw new ArgumentException("resume: " + file + " is not a checkpoint of this version\n  expected: format "
                    + Checkpoint.FORMAT + "   found: " + format + "\n  try:   " + (format.startsWith(Checkpoint.FAMILY)
                        ? "the version that wrote it, or Checkpoints.loadModel(file, model) for its parameters"
                        : "load(file) of the model, if it holds parameters only"));
            }
            var tensors = new LinkedHashMap<String, Tensor>();
            for (var name : open.names()) {
                tensors.put(name, open.tensor(name));
            }
            var entries = new CheckpointEntries(file, text);
            requireUnchanged(entries, tensors);
            return new CheckpointFile(entries, tensors);
        }
    }

    private static void requireUnchanged(CheckpointEntries entries, Map<String, Tensor> tensors) {
        var expected = entries.required(Checkpoint.CHECKSUM);
        entries.text().remove(Checkpoint.CHECKSUM);
        var actual = CheckpointDigest.of(tensors, entries.text());
        if (!actual.equals(expected)) {
            throw new ArgumentException("resume: " + entries.file() + ": the checkpoint was changed or is damaged\n  expected: checksum "
                + expected + "   actual: " + actual + "\n  try:   an earlier checkpoint");
        }
    }

    /** The tensors whose names begin so, by the rest of their names. */
    Map<String, Tensor> tensors(String prefix) {
        var some = new LinkedHashMap<String, Tensor>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), tensor);
            }
        });
        return some;
    }
}
