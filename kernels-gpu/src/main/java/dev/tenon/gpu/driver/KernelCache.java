package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import dev.tenon.spi.PrivateFolder;
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
 * beside its place and moved there in one step, so that processes that share the folder see whole files only. Kernels are programs: the folder
 * and its files must be this user's and closed to others, and each file ends with a digest of its content under a key that only this folder's
 * owner can read. A file that is damaged, or came from elsewhere, is made again. A file is a few ten kilobytes; those unused for {@value #DAYS}
 * days are deleted. The folder may be deleted at any time.
 */
final class KernelCache {
    private static final byte[] MARK = "TENONKC2".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;
    private static final int TRAILER = DIGEST + 8;

    private static final int DAYS = 90;

    private final @Nullable Path wanted;
    private @Nullable Path folder;
    private @Nullable DigestKey digestKey;
    private final AtomicBoolean tidied = new AtomicBoolean();
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    /** A cache in that folder, or where it is null or cannot be trusted, in one for this process only. */
    KernelCache(@Nullable Path wanted) {
        this.wanted = wanted;
    }

    /** Looked at when it is first needed, and then once. */
    private synchronized Path folder() throws IOException {
        if (folder == null) {
            folder = PrivateFolder.of(wanted == null ? null : wanted.toAbsolutePath(), "compiled kernels");
        }
        return folder;
    }

    private synchronized DigestKey digestKey() throws IOException {
        if (digestKey == null) {
            digestKey = DigestKey.in(folder());
        }
        return digestKey;
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
            byte[] content = null;
            try {
                var file = folder().resolve(key + extension);
                content = read(file);
                if (content == null) {
                    content = make.get();
                    write(file, content);
                }
                return content;
            } catch (IOException _) {
                return content == null ? make.get() : content; // what cannot be kept is made again by the next process
            }
        }
    }

    /**
     * The file with the content under this key, followed by this class's trailer, which the loader of a shared library does not mind.
     *
     * @throws DeviceException if the folder cannot be written
     */
    Path file(String key, String extension, Supplier<byte[]> make) {
        synchronized (locks.computeIfAbsent(key, _ -> new Object())) {
            try {
                var file = folder().resolve(key + extension);
                if (read(file) == null) {
                    write(file, make.get());
                }
                return file;
            } catch (IOException e) {
                throw new DeviceException("compiled kernels cannot be written to " + (folder == null ? wanted : folder) + ": " + e
                    + "\n  try:   -Dtenon.gpu.cache=DIR with a folder that can be written");
            }
        }
    }

    private byte @Nullable [] read(Path file) throws IOException {
        if (!PrivateFolder.isOwn(file)) {
            return null;
        }
        var digest = digestKey();
        try {
            var bytes = Files.readAllBytes(file);
            int size = bytes.length - TRAILER;
            if (size < 0 || !MessageDigest.isEqual(trailer(digest, bytes, size), Arrays.copyOfRange(bytes, size, bytes.length))) {
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
                // a folder that cannot be written to
            }
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        var digest = digestKey();
        if (tidied.compareAndSet(false, true)) {
            tidy(folder());
        }
        // For this user's eyes only, as is every temporary file of Java's.
        var temporary = Files.createTempFile(folder(), "new", ".tmp");
        try {
            try (var out = Files.newOutputStream(temporary)) {
                out.write(content);
                out.write(trailer(digest, content, content.length));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Deletes what nobody used for long, with what processes that were killed left behind. */
    private static void tidy(Path folder) throws IOException {
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

    private static byte[] trailer(DigestKey key, byte[] content, int size) {
        return ByteBuffer.allocate(TRAILER).put(key.digest(content, size)).put(MARK).array();
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

        private static @Nullable Path folder() {
            var named = System.getProperty("tenon.gpu.cache");
            if (named != null) {
                return Path.of(named);
            }
            var base = System.getenv("XDG_CACHE_HOME");
            if (base != null && Path.of(base).isAbsolute()) {
                return Path.of(base, "tenon", "kernels");
            }
            var home = System.getProperty("user.home");
            return home != null && Path.of(home).isAbsolute() ? Path.of(home, ".cache", "tenon", "kernels") : null;
        }
    }
}
