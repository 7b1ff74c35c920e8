package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * Fetches a file when it is told to; nothing in Tenon does so by itself. What arrives lies beside the target under a name that ends in {@code
 * .download}, and is renamed when it is whole and its SHA-256 is the expected one. A connection that breaks is taken up where it was, at once
 * and by a later call.
 */
public final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    /** Connections in a row that bring nothing. */
    private static final int MOST_FAILURES = 3;
    private static final int CHUNK = 1 << 16;

    private final URI uri;
    private final String sha256;
    private final Path file;
    private final Path part;
    private final Progress progress;

    private Download(URI uri, String sha256, Path file, Progress progress) {
        this.uri = uri;
        this.sha256 = sha256.toLowerCase(Locale.ROOT);
        this.file = file.toAbsolutePath();
        this.part = this.file.resolveSibling(this.file.getFileName() + ".download");
        this.progress = progress;
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new ArgumentException("download: the address must begin with http:// or https://, got " + uri);
        }
        if (!this.sha256.matches("[0-9a-f]{64}")) {
            throw new ArgumentException("download: a SHA-256 has 64 hexadecimal digits, got '" + sha256 + "'");
        }
    }

    /** Hears how far a download is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called after each piece.
         *
         * @param bytes what is there, earlier calls included
         * @param total what there will be; -1 where the server does not say
         */
        void at(long bytes, long total);
    }

    /** {@link #file(URI, String, Path, Progress)} without telling anyone. */
    public static Path file(URI uri, String sha256, Path file) {
        return file(uri, sha256, file, (bytes, total) -> {});
    }

    /**
     * Fetches {@code uri} into {@code file}, unless it is there already.
     *
     * @param sha256 the checksum that the content must have, in hexadecimal digits
     * @return the file
     * @throws FileException if it cannot be fetched or written, has another checksum, or if another file is in its place; what arrived of it is
     *         kept for the next call, unless it is wrong
     */
    public static Path file(URI uri, String sha256, Path file, Progress progress) {
        var download = new Download(uri, sha256, file, progress);
        try {
            return download.run();
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    private Path run() throws IOException {
        if (Files.exists(file)) {
            var found = checksum(file);
            if (found.equals(sha256)) {
                return file;
            }
            throw new FileException("download: " + file + " is in the way: its SHA-256 is " + found + ", expected " + sha256
                + "\n  try:   another place, or deleting it");
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        fetch();
        var found = checksum(part);
        if (!found.equals(sha256)) {
            Files.delete(part);
            throw new FileException("download: what " + uri + " gives has the SHA-256 " + found + ", expected " + sha256
                + "; it was deleted");
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Connects until everything is there, as long as each time something more arrives. */
    private void fetch() throws IOException {
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            int failures = 0;
            for (long before = have();; before = have()) {
                try {
                    fetch(client, before);
                    return;
                } catch (Incomplete e) {
                    failures = have() > before ? 0 : failures + 1;
                    if (failures == MOST_FAILURES) {
                        throw broken(e);
                    }
                }
            }
        }
    }

    /** A connection that ended early; all else that goes wrong is not tried again. */
    private static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1L;

        Incomplete(Throwable cause) {
            super(cause);
        }
    }

    private FileException broken(Incomplete end) throws IOException {
        var cause = end.getCause();
        var reason = cause == null || cause.getMessage() == null ? "the connection ended early" : cause.getMessage();
        var error = new FileException("download: " + uri + ": " + reason + "; " + have() + " bytes are in " + part
            + ", and the next call goes on from there");
        error.initCause(cause);
        return error;
    }

    private long have() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private void fetch(HttpClient client, long from) throws IOException, Incomplete {
        var request = HttpRequest.newBuilder(uri).timeout(CONNECT);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        var response = send(client, request.build());
        try (var body = response.body()) {
            long start = start(response, from);
            if (start >= 0) {
                long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
                copy(body, start, length < 0 ? -1 : start + length);
            }
        }
    }

    /** Where the body begins; -1 if there is nothing left to fetch. */
    private long start(HttpResponse<?> response, long from) {
        return switch (response.statusCode()) {
            case 200 -> 0;
            case 206 -> {
                var range = response.headers().firstValue("Content-Range").orElse("");
                if (!range.startsWith("bytes " + from + "-")) {
                    throw new FileException("download: " + uri + ": asked for the bytes from " + from + " on, got '" + range + "'");
                }
                yield from;
            }
            // What is there is all there is, or more: its checksum will say.
            case 416 -> -1;
            default -> throw new FileException("download: " + uri + ": the server answered " + response.statusCode());
        };
    }

    private HttpResponse<InputStream> send(HttpClient client, HttpRequest request) throws Incomplete {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Incomplete(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileException("download: " + uri + ": the thread was interrupted");
        }
    }

    private void copy(InputStream body, long start, long total) throws IOException, Incomplete {
        try (var out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(start);
            out.position(start);
            var chunk = new byte[CHUNK];
            for (int n = read(body, chunk); n >= 0; n = read(body, chunk)) {
                var piece = ByteBuffer.wrap(chunk, 0, n);
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
                progress.at(out.position(), total);
            }
            out.force(true);
        }
    }

    /** An interrupt ends a download; bytes that do not come are a broken connection. */
    private int read(InputStream body, byte[] chunk) throws Incomplete {
        if (Thread.currentThread().isInterrupted()) {
            throw new FileException("download: " + uri + ": the thread was interrupted; the next call goes on from where it was");
        }
        try {
            return body.read(chunk);
        } catch (IOException e) {
            throw new Incomplete(e);
        }
    }

    private static String checksum(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
