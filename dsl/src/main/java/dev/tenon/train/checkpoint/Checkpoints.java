package dev.tenon.train.checkpoint;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.TenonException;
import dev.tenon.io.FileException;
import dev.tenon.nn.Layer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The checkpoints of a folder. */
public final class Checkpoints {
    /** The name of the best one, as {@link CheckpointOptions#best} says which that is. */
    public static final String BEST = "best.safetensors";
    private static final String NAME = "step-(\\d+)-epoch-(\\d+)\\.safetensors";

    private Checkpoints() {}

    /**
     * The file of a checkpoint; names sort by step. After the last step of an epoch there may be one before its end and one after.
     *
     * @param epoch how many are complete
     */
    public static Path file(Path folder, long step, int epoch) {
        return folder.resolve(String.format(Locale.ROOT, "step-%010d-epoch-%05d.safetensors", step, epoch));
    }

    /** The checkpoints of a folder that a training has written there, the newest first; the best one is not among them. */
    public static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(NAME))
                .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed()).toList();
        } catch (IOException e) {
            throw new FileException("cannot list " + folder + ": " + e.getMessage());
        }
    }

    /** The newest checkpoint of a folder that is whole; one that is not is passed over, which the log says. Empty if there is none. */
    public static Optional<Path> newest(Path folder) {
        for (var file : in(folder)) {
            try {
                CheckpointFile.read(file);
                return Optional.of(file);
            } catch (TenonException e) {
                System.getLogger("dev.tenon.train").log(Level.WARNING, "checkpoints: " + file + " is passed over: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Loads the parameters and buffers of a checkpoint, also of one that an earlier version wrote, into a model.
     *
     * @throws ArgumentException if it is no checkpoint, was changed, or is of another model
     */
    public static void loadModel(Path file, Layer model) {
        model.loadStateDict(CheckpointFile.readAny(file).tensors(CheckpointFile.MODEL));
    }

    /** Deletes all but the {@code count} newest; the best one stays. */
    public static void keep(Path folder, int count) {
        for (var old : in(folder).stream().skip(count).toList()) {
            try {
                Files.deleteIfExists(old);
            } catch (IOException e) {
                throw new FileException("cannot delete " + old + ": " + e.getMessage());
            }
        }
    }
}
