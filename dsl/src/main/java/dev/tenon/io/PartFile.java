package dev.tenon.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A hidden file beside the one that is being written. Its writer holds a lock on it, which the system drops when the process ends however
 * that
 * comes: what can be locked was left by a process that was killed, and the next writer of the same file deletes it.
 */
final class PartFile implements AutoCloseable {
    private static final String SUFFIX = ".part";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN = 8;
    private static final int ATTEMPTS = 16;
    /** Longer names with what is added here would be beyond what most file systems take. */
    private static final int LONGEST_NAME = 200;
    /** Where nothing can be locked, a part that nobody wrote to for so long is taken for left behind. */
    private static final Duration ABANDONED = Duration.ofDays(1);
    /** Those of this process: to look at the lock of one would drop it. */
    private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** A new part of {@code target}, after those left behind are gone; {@code attributes} are given to it as it is made. */
    static PartFile of(Path target, FileAttribute<?>... attributes) throws IOException {
        var folder = Objects.requireNonNull(target.getParent()).toRealPath();
        var prefix = prefix(target.getFileName().toString());
        deleteAbandoned(folder, prefix);
        for (int attempt = 1;; attempt++) {
            var path = folder.resolve(prefix + token() + SUFFIX);
            LIVE.add(path);
            try {
                var channel = FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
                // Between its making and its lock another writer may have taken it for left behind.
                if (isLocked(channel) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    return new PartFile(path, channel);
                }
                channel.close();
                LIVE.remove(path);
            } catch (IOException | RuntimeException e) {
                LIVE.remove(path);
                throw e;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("other writers delete " + path + " as soon as it is made");
            }
        }
    }

    FileChannel channel() {
        return channel;
    }

    Path path() {
        return path;
    }

    /** Makes it the file {@code target}: in one step, so that a reader sees the old content or the new. */
    void become(Path target) throws IOException {
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            // Some network file systems have no atomic rename; a plain one still never shows a half-written file under the final name for
            // long.
            Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        } finally {
            LIVE.remove(path);
        }
    }

    // ---- names ------------------------------------------------------------------------------------------------------

    private static String prefix(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return "." + (bytes.length <= LONGEST_NAME ? name : digest(bytes)) + ".";
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String token() {
        var bytes = new byte[TOKEN];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    // ---- parts left behind ------------------------------------------------------------------------------------------

    private static void deleteAbandoned(Path folder, String prefix) throws IOException {
        var name = Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{" + 2 * TOKEN + "}" + Pattern.quote(SUFFIX));
        DirectoryStream.Filter<Path> parts = path -> name.matcher(path.getFileName().toString()).matches();
        try (var found = Files.newDirectoryStream(folder, parts)) {
            for (var path : found) {
                if (!LIVE.contains(path) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    deleteIfAbandoned(path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void deleteIfAbandoned(Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (isAbandoned(channel, path)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // somebody else's, or gone already
        }
    }

    private static boolean isAbandoned(FileChannel channel, Path path) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        } catch (IOException _) {
            return Files.getLastModifiedTime(path).toInstant().isBefore(Instant.now().minus(ABANDONED));
        }
    }

    /** Whether it is this writer's now; also where the file system has no locks. */
    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException _) {
            return true;
        }
    }
}
