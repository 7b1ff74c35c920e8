package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiled kernels on disk. A file is named by the SHA-256 of everything its content depends on, so it is never out of date. It is written
 * beside its place and moved there in one step, so that processes that share the folder see whole files only, and it ends with a digest
 * of its content: a damaged file is made again. A file is a few ten kilobytes; those unused for {@value #DAYS} days are deleted. The folder
 * may be deleted at any time.
 */
final class KernelCache {
    private static final byte[] MARK = "TENONKC1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;
    private static final int TRAILER = DIGEST + 8;

    private static final int DAYS = 90;

    private final Path folder;
    private final AtomicBoolean tidied = new AtomicBoolean();
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    KernelCache(Path folder) {
        this.folder = folder;
    }

    /** The cache in the folder that the property {@code tenon.gpu.cache} names, or in the user's folder for such things. */
    static KernelCache standard() {
        return Standard.CACHE;
    }

    /** The name for content that depends on these texts, in this order. */
    static String key(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The content under this key; made, and kept if the folder can be written, where it is missing or damaged. */
    byte[] bytes(String key, String extension, Supplier<byte[]> make) {
        synchronized (locks.computeIfAbsent(key, _ -> new Object())) {
            var file = folder.resolve(key + extension);
            var found = read(file);
            if (found != null) {
                return found;
            }
            var content = make.get();
            try {
                write(file, content);
            } catch (IOException _) {
                return content; // what cannot be kept is made again by the next process
            }
            return content;
        }
    }

    /**
     * The file with the content under this key, followed by this class's trailer, which the loader of a shared library does not mind.
     *
     * @throws DeviceException if the folder cannot be written
     */
    Path file(String key, String extension, Supplier<byte[]> make) {
        synchronized (locks.computeIfAbsent(key, _ -> new Object())) {
            var file = folder.resolve(key + extension);
            if (read(file) == null) {
                try {
                    write(file, make.get());
                } catch (IOException e) {
                    throw new DeviceException("compiled kernels cannot be written to " + folder + ": " + e
                        + "\n  try:   -Dtenon.gpu.cache=DIR with a folder that can be written");
                }
            }
            return file;
        }
    }

    private static byte @Nullable [] read(Path file) {
        try {
            var bytes = Files.readAllBytes(file);
            int size = bytes.length - TRAILER;
            if (size < 0 || !Arrays.equals(trailer(bytes, size), Arrays.copyOfRange(bytes, size, bytes.length))) {
                return null;
            }
            touch(file);
            return Arrays.copyOf(bytes, size);
        } catch (IOException _) {
            return null;
        }
    }

    /** A file's time says when it was last used, to the day. */
    private static void touch(Path file) throws IOException {
        var now = Instant.now();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(Duration.ofDays(1)))) {
            try {
                Files.setLastModifiedTime(file, FileTime.from(now));
            } catch (IOException _) {
                // another user's folder; then that user's uses count
            }
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(folder);
        if (tidied.compareAndSet(false, true)) {
            tidy();
        }
        var temporary = Files.createTempFile(folder, "new", ".tmp");
        try {
            try (var out = Files.newOutputStream(temporary)) {
                out.write(content);
                out.write(trailer(content, content.length));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Deletes what nobody used for long, with what processes that were killed left behind. */
    private void tidy() throws IOException {
        var oldest = Instant.now().minus(Duration.ofDays(DAYS));
        try (var files = Files.newDirectoryStream(folder, "*.{so,cubin,tmp}")) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException | NoSuchFileException _) {
            // another process tidies, too
        }
    }

    private static byte[] trailer(byte[] content, int size) {
        var digest = sha256();
        digest.update(content, 0, size);
        return ByteBuffer.allocate(TRAILER).put(digest.digest()).put(MARK).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Looked up at its first use only. */
    private static final class Standard {
        static final KernelCache CACHE = new KernelCache(folder());

        private static Path folder() {
            var named = System.getProperty("tenon.gpu.cache");
            if (named != null) {
                return Path.of(named);
            }
            var base = System.getenv("XDG_CACHE_HOME");
            return base != null && Path.of(base).isAbsolute() ? Path.of(base, "tenon")
                : Path.of(System.getProperty("user.home"), ".cache", "tenon");
        }
    }
}
