package dev.tenon.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file beside its target and renames it when it is complete: a reader sees the old content or the new, never a part. */
final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content. */
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    static void write(Path target, Content content) {
        var absolute = target.toAbsolutePath();
        var folder = absolute.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            var temporary = Files.createTempFile(folder, "." + absolute.getFileName(), ".part");
            try {
                try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    content.writeTo(channel);
                    channel.force(true);
                }
                move(temporary, absolute);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            // Some network file systems have no atomic rename; a plain one still never shows a half-written file under the final name for
            // long.
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
