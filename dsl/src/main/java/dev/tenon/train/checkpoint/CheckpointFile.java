package dev.tenon.train.checkpoint;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.Safetensors;
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
public record CheckpointFile(CheckpointEntries entries, Map<String, Tensor> all) {
    /** What comes before the names of a model's parameters and buffers. */
    public static final String MODEL = "model.";

    static final String CHECKSUM = "checksum";
    private static final String FAMILY = "tenon-checkpoint-";
    private static final String FORMAT = FAMILY + "3";

    /** Replaces a checkpoint as a whole: a reader finds the old one or this one. Everything must be on the CPU. */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> text) {
        var all = new LinkedHashMap<>(text);
        all.put("format", FORMAT);
        all.put(CHECKSUM, CheckpointDigest.of(tensors, all));
        Safetensors.write(file, tensors, all);
    }

    /**
     * Reads a checkpoint and compares its checksum.
     *
     * @throws ArgumentException if it is not a checkpoint of this version, or was changed
     */
    public static CheckpointFile read(Path file) {
        return read(file, format -> format.equals(FORMAT));
    }

    /** Reads a checkpoint that any version wrote: they all hold a model's tensors by the same names. */
    static CheckpointFile readAny(Path file) {
        return read(file, format -> format.startsWith(FAMILY));
    }

    private static CheckpointFile read(Path file, Predicate<String> formats) {
        try (var open = SafetensorsFile.open(file)) {
            var text = new LinkedHashMap<>(open.metadata());
            var format = text.getOrDefault("format", "none");
            if (!formats.test(format)) {
                throw new ArgumentException("resume: " + file + " is not a checkpoint of this version\n  expected: format "
                    + FORMAT + "   found: " + format + "\n  try:   " + (format.startsWith(FAMILY)
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
        var expected = entries.required(CHECKSUM);
        entries.text().remove(CHECKSUM);
        var actual = CheckpointDigest.of(tensors, entries.text());
        if (!actual.equals(expected)) {
            throw new ArgumentException("resume: " + entries.file() + ": the checkpoint was changed or is damaged\n  expected: checksum "
                + expected + "   actual: " + actual + "\n  try:   an earlier checkpoint");
        }
    }

    /** The tensors whose names begin so, by the rest of their names. */
    public Map<String, Tensor> tensors(String prefix) {
        var some = new LinkedHashMap<String, Tensor>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), tensor);
            }
        });
        return some;
    }
}
