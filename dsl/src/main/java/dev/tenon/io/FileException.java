package dev.tenon.io;

import dev.tenon.core.TenonException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that cannot be read or written; the message names it and says why. */
public class FileException extends TenonException {
    private static final long serialVersionUID = 1L;

    /** An error; the message names the file. */
    public FileException(String message) {
        super(message);
    }

    /**
     * Refuses what is not there, and a folder, a device or a pipe in a file's place.
     *
     * @throws FileException which of these it is
     */
    public static void requireFile(Path file) {
        OpenFile.attributes(file);
    }

    /** What reading a file ended with. */
    public static FileException reading(Path file, IOException cause) {
        return of("cannot read " + file + ": " + reason(cause), cause);
    }

    /** What writing a file ended with. */
    public static FileException writing(Path file, IOException cause) {
        return of("cannot write " + file + ": " + reason(cause) + "; what was there before is unchanged", cause);
    }

    private static FileException of(String message, IOException cause) {
        var error = new FileException(message);
        error.initCause(cause);
        return error;
    }

    /** Java's own messages are often no more than the file's name. */
    private static String reason(IOException cause) {
        return switch (cause) {
            case ClosedByInterruptException _ -> "the thread was interrupted";
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException e -> "permission denied" + of(e);
            case FileAlreadyExistsException e -> e.getFile() + " is in the way";
            case FileSystemLoopException _ -> "its symbolic links lead back to themselves";
            case FileSystemException e when e.getReason() != null -> e.getReason() + of(e);
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }

    private static String of(FileSystemException e) {
        return e.getFile() == null ? "" : " (" + e.getFile() + ")";
    }
}
