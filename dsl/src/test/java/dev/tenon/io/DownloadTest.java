package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenon.core.ArgumentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final int SIZE = 300_000;

    @TempDir
    private Path folder;
    private final byte[] content = new byte[SIZE];
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    /** After how many bytes of its body each connection breaks. */
    private volatile int breaksAfter = Integer.MAX_VALUE;
    private volatile boolean knowsRanges = true;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/data.bin", this::answer);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/data.bin");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "all" : range);
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from >= SIZE) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (SIZE - 1) + "/" + SIZE);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, SIZE - from);
        try (exchange) {
            exchange.getResponseBody().write(content, from, Math.min(SIZE - from, breaksAfter));
            exchange.getResponseBody().flush();
        } catch (IOException _) {
            // the end of a body that is too short
        }
    }

    @Test
    void aFileArrivesAndIsNotFetchedAgain() throws IOException {
        var file = folder.resolve("sub/data.bin");
        var progress = new ArrayList<Long>();
        assertThat(Download.file(uri("/moved"), sha256(content), file, (bytes, total) -> {
            assertThat(total).isEqualTo(SIZE);
            progress.add(bytes);
        })).isEqualTo(file);
        assertThat(file).hasBinaryContent(content);
        assertThat(progress).isSorted().endsWith((long) SIZE);
        Download.file(uri("/data.bin"), sha256(content).toUpperCase(java.util.Locale.ROOT), file);
        assertThat(ranges).containsExactly("all");
        assertThat(files()).containsExactly("data.bin", "sub");
    }

    @Test
    void aConnectionThatBreaksIsTakenUpWhereItWas() throws IOException {
        breaksAfter = 120_000;
        var file = Download.file(uri("/data.bin"), sha256(content), folder.resolve("data.bin"));
        assertThat(file).hasBinaryContent(content);
        assertThat(ranges).hasSizeGreaterThanOrEqualTo(3).startsWith("all").allMatch(range -> range.equals("all")
            || range.startsWith("bytes="));
    }

    @Test
    void aLaterCallGoesOnWithWhatArrived() throws IOException {
        breaksAfter = 0;
        Files.write(folder.resolve("data.bin.download"), java.util.Arrays.copyOf(content, 1000));
        assertThatExceptionOfType(FileException.class).isThrownBy(this::fetch).withMessageContaining("1000 bytes are in")
            .withMessageContaining("the next call goes on");
        assertThat(ranges).containsOnly("bytes=1000-");
        breaksAfter = Integer.MAX_VALUE;
        fetch();
        assertThat(folder.resolve("data.bin")).hasBinaryContent(content);
        assertThat(ranges.getLast()).isEqualTo("bytes=1000-");
    }

    @Test
    void aServerWithoutRangesBeginsAgain() throws IOException {
        knowsRanges = false;
        Files.write(folder.resolve("data.bin.download"), new byte[SIZE + 1000]);
        fetch();
        assertThat(folder.resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void aPartThatWasWholeOnlyNeedsItsName() throws IOException {
        Files.write(folder.resolve("data.bin.download"), content);
        fetch();
        assertThat(folder.resolve("data.bin")).hasBinaryContent(content);
    }

    @Test
    void aWrongChecksumLeavesNothing() throws IOException {
        assertThatExceptionOfType(FileException.class)
            .isThrownBy(() -> Download.file(uri("/data.bin"), "0".repeat(64), folder.resolve("data.bin")))
            .withMessageContaining("has the SHA-256 " + sha256(content)).withMessageContaining("it was deleted");
        assertThat(files()).isEmpty();
    }

    @Test
    void whatCannotBeFetchedSaysWhy() throws IOException {
        assertThatExceptionOfType(FileException.class)
            .isThrownBy(() -> Download.file(uri("/nothing"), sha256(content), folder.resolve("data.bin")))
            .withMessageContaining("answered 404");
        Files.write(folder.resolve("data.bin"), new byte[1]);
        assertThatExceptionOfType(FileException.class).isThrownBy(this::fetch).withMessageContaining("is in the way");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> Download.file(URI.create("ftp://host/x"), sha256(content), folder.resolve("x")))
            .withMessageContaining("http://");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Download.file(uri("/data.bin"), "12", folder.resolve("x")))
            .withMessageContaining("64 hexadecimal digits");
    }

    @Test
    void anInterruptEndsADownload() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(FileException.class).isThrownBy(this::fetch).withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void fetch() {
        Download.file(uri("/data.bin"), sha256(content), folder.resolve("data.bin"));
    }

    private URI uri(String path) {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort() + path);
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
