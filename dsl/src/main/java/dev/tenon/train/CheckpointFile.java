package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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
        try (var open = SafetensorsFile.open(file)) {
            var text = new LinkedHashMap<>(open.metadata());
            if (!Checkpoint.FORMAT.equals(text.get("format"))) {
                throw new ArgumentException("resume: " + file + " is not a checkpoint of this version\n  expected: format "
                    + Checkpoint.FORMAT + "   found: " + text.get("format")
                    + "\n  try:   load(file) of the model, if it holds parameters only");
            }
            var tensors = new LinkedHashMap<String, Tensor>();
            for (var name : open.names()) {
                tensors.put(name, open.tensor(name));
            }
            var entries = new CheckpointEntries(file, text);
            var expected = entries.required(Checkpoint.CHECKSUM);
            text.remove(Checkpoint.CHECKSUM);
            var actual = CheckpointDigest.of(tensors, text);
            if (!actual.equals(expected)) {
                throw new ArgumentException(
                    "resume: " + file + ": the checkpoint was changed or is damaged\n  expected: checksum " + expected
                        + "   actual: " + actual + "\n  try:   an earlier checkpoint");
            }
            return new CheckpointFile(entries, tensors);
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
