package dev.tenon.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes a file beside its target and renames it when it is complete and on disk: a reader sees the old content or the new, never a part,
 * whenever the process or the machine stops. A new file has the modes the umask gives; one that is replaced leaves its modes to the new one. A
 * symbolic link stays and leads to the new content; a hard link keeps the old.
 */
public final class AtomicFile {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private AtomicFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file whose content {@code content} writes into a channel.
     *
     * @throws FileException if it cannot be written; what was there before is unchanged
     */
    public static void write(Path file, Content content) {
        try {
            var target = target(file.toAbsolutePath());
            requireReplaceable(file, target);
            var folder = Objects.requireNonNull(target.getParent());
            Files.createDirectories(folder);
            var modes = FileModes.of(target);
            try (var part = PartFile.of(target, modes.initial())) {
                content.writeTo(part.channel());
                modes.copyTo(part.path());
                part.channel().force(true);
                part.become(target);
            }
            force(folder);
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    /** Writes a file of these bytes; see {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] content) {
        write(file, channel -> {
            var rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /** Writes a file of this text in UTF-8; see {@link #write(Path, Content)}. */
    public static void write(Path file, String content) {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The file itself, where the path is a link to it, or to where it would be. */
    private static Path target(Path absolute) throws IOException {
        if (absolute.getFileName() == null) {
            throw new FileException("cannot write " + absolute + ": it is a folder\n  try:   a file in it");
        }
        var target = absolute;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(absolute.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void requireReplaceable(Path file, Path target) {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileException("cannot write " + file + ": it is a folder\n  try:   a file in it");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileException("cannot write " + file + ": it is a device or a pipe, which a file must not replace");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new FileException("cannot write " + file + ": it is write-protected\n  try:   another name, or making it writable");
        }
    }

    /** A name is on disk when its folder is; some systems do this by themselves and let nobody ask for it. */
    private static void force(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // the content is complete and in place all the same
        }
    }
}
