package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("key.cubin");
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
