package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
    @TempDir
    Path folder;

    private final AtomicInteger made = new AtomicInteger();

    private byte[] make() {
        made.incrementAndGet();
        return new byte[] {1, 2, 3};
    }

    @Test
    void whatWasMadeIsFoundByTheNextProcess() {
        assertThat(new KernelCache(folder).bytes("key", ".cubin", this::make)).containsExactly(1, 2, 3);
        assertThat(new KernelCache(folder).bytes("key", ".cubin", this::make)).containsExactly(1, 2, 3);

        assertThat(made).hasValue(1);
    }

    @Test
    void aDamagedFileIsMadeAgain() throws IOException {
        var file = new KernelCache(folder).file("key", ".so", this::make);
        var whole = Files.readAllBytes(file);
        var changed = whole.clone();
        changed[1] ^= 4;

        for (var damaged : new byte[][] {changed, Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, 2), {}}) {
            Files.write(file, damaged);
            made.set(0);
            assertThat(new KernelCache(folder).bytes("key", ".so", this::make)).containsExactly(1, 2, 3);
            assertThat(made).hasValue(1);
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void nothingButWholeFilesIsLeft() throws IOException {
        new KernelCache(folder).bytes("key", ".cubin", this::make);
        try {
            new KernelCache(folder).bytes("other", ".cubin", () -> {
                throw new IllegalStateException("does not compile");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("does not compile");
        }

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("key", "key.cubin");
        }
    }

    @Test
    void threadsThatAskAtOnceWaitForOneToMakeIt() throws Exception {
        var cache = new KernelCache(folder);
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var answers = new ArrayList<Future<byte[]>>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return cache.bytes("key", ".cubin", this::make);
                }));
            }
            start.countDown();
            for (var answer : answers) {
                assertThat(answer.get()).containsExactly(1, 2, 3);
            }
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void processesThatWriteAtOnceLeaveOneWholeFile() throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var answers = new ArrayList<Future<byte[]>>();
            for (int i = 0; i < 8; i++) {
                // a cache of its own does not know of the others, as in a process of its own
                var cache = new KernelCache(folder);
                answers.add(threads.submit(() -> {
                    start.await();
                    return cache.bytes("key", ".cubin", this::make);
                }));
            }
            start.countDown();
            for (var answer : answers) {
                assertThat(answer.get()).containsExactly(1, 2, 3);
            }
        }
        made.set(0);
        assertThat(new KernelCache(folder).bytes("key", ".cubin", this::make)).containsExactly(1, 2, 3);
        assertThat(made).hasValue(0);
    }

    @Test
    void whatSomebodyElsePutThereIsNotUsed() throws Exception {
        var file = new KernelCache(folder).file("key", ".so", this::make);
        var foreign = new byte[] {6, 6, 6};
        // As a stranger who knows everything but the folder's key can make it.
        var digest = MessageDigest.getInstance("SHA-256").digest(foreign);
        var forged = new ByteArrayOutputStream();
        forged.write(foreign);
        forged.write(digest);
        forged.write("TENONKC2".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, forged.toByteArray());
        assertThat(new KernelCache(folder).bytes("key", ".so", this::make)).containsExactly(1, 2, 3);

        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        var theirs = new KernelCache(elsewhere).file("key", ".so", () -> foreign);
        Files.copy(theirs, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(new KernelCache(folder).bytes("key", ".so", this::make)).containsExactly(1, 2, 3);

        Files.delete(file);
        Files.createSymbolicLink(file, theirs);
        assertThat(Files.isSymbolicLink(new KernelCache(folder).file("key", ".so", this::make))).isFalse();
        assertThat(new KernelCache(elsewhere).bytes("key", ".so", this::make)).isEqualTo(foreign);
    }

    @Test
    void aFolderThatOthersCanWriteToIsNotUsed() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        var shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        var file = new KernelCache(shared).file("key", ".so", this::make);
        assertThat(file).exists().doesNotHaveToString(shared.resolve("key.so").toString());
        assertThat(shared).isEmptyDirectory();
    }

    @Test
    void filesAreTheirUsersOnly() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        var below = folder.resolve("made");
        var file = new KernelCache(below).file("key", ".so", this::make);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(below))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(below.resolve("key")))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        made.set(0);
        new KernelCache(below).file("key", ".so", this::make);
        assertThat(made).hasValue(1);
    }

    @Test
    void aKeyThatIsLostCostsTimeOnly() throws IOException {
        new KernelCache(folder).bytes("key", ".cubin", this::make);
        Files.writeString(folder.resolve("key"), "too short");
        made.set(0);
        assertThat(new KernelCache(folder).bytes("key", ".cubin", this::make)).containsExactly(1, 2, 3);
        assertThat(new KernelCache(folder).bytes("key", ".cubin", this::make)).containsExactly(1, 2, 3);
        assertThat(made).hasValue(1);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsTimeOnly() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThat(new KernelCache(file.resolve("below")).bytes("key", ".cubin", this::make)).containsExactly(1, 2, 3);
    }

    @Test
    void whatNobodyUsedForLongIsDeletedAndWhatIsUsedStays() throws IOException {
        var longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(100)));
        for (var key : new String[] {"unused", "used"}) {
            Files.setLastModifiedTime(new KernelCache(folder).file(key, ".so", this::make), longAgo);
        }
        var foreign = Files.setLastModifiedTime(Files.writeString(folder.resolve("foreign.txt"), "of somebody else"), longAgo);

        var cache = new KernelCache(folder);
        cache.file("used", ".so", this::make);
        cache.file("new", ".so", this::make);

        assertThat(folder.resolve("unused.so")).doesNotExist();
        assertThat(folder.resolve("used.so")).exists();
        assertThat(foreign).exists();
    }

    @Test
    void keysDependOnEveryPartAndOnWhereItEnds() {
        assertThat(KernelCache.key("ab", "c")).isEqualTo(KernelCache.key("ab", "c")).hasSize(64)
            .isNotEqualTo(KernelCache.key("a", "bc")).isNotEqualTo(KernelCache.key("ab")).isNotEqualTo(KernelCache.key("ab", "c", ""));
    }
}
