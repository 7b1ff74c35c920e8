package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a folder after a file was saved, or was not. */
class SavedFilesTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.file");
    }

    /** Every format's writer and reader. */
    enum Format {
        SAFETENSORS {
            @Override
            void write(Path file, Tensor tensor) {
                Safetensors.write(file, Map.of("x", tensor));
            }

            @Override
            Tensor read(Path file) {
                return Safetensors.read(file).getOrDefault("x", Creation.scalar(0));
            }
        },
        NPY {
            @Override
            void write(Path file, Tensor tensor) {
                Npy.write(file, tensor);
            }

            @Override
            Tensor read(Path file) {
                return Npy.read(file);
            }
        },
        NPZ {
            @Override
            void write(Path file, Tensor tensor) {
                Npz.writeCompressed(file, Map.of("x", tensor));
            }

            @Override
            Tensor read(Path file) {
                return Npz.read(file).getOrDefault("x", Creation.scalar(0));
            }
        },
        IDX {
            @Override
            void write(Path file, Tensor tensor) {
                Idx.write(file, tensor);
            }

            @Override
            Tensor read(Path file) {
                return Idx.read(file);
            }
        };

        abstract void write(Path file, Tensor tensor);

        abstract Tensor read(Path file);
    }

    private static Tensor of(double... values) {
        return Creation.of(values, DType.FLOAT32, Device.CPU, values.length);
    }

    private void save(double value) {
        Format.SAFETENSORS.write(file, of(value));
    }

    private void assertSaved(Path where, double value) {
        assertThat(Format.SAFETENSORS.read(where).toDoubleArray()).containsExactly(value);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void assumePosix() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    }

    // ---- modes and links --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void aNewFileHasTheModesOfAnyNewFile(Format format) throws IOException {
        assumePosix();
        format.write(file, of(1));
        var plain = Files.writeString(folder.resolve("plain"), "of the umask");
        assertThat(modes(file)).isEqualTo(modes(plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "rw-rw-rw-", "rwxr-x---"})
    void aFileThatIsWrittenAgainKeepsItsModes(String modes) throws IOException {
        assumePosix();
        save(1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
        save(2);
        assertThat(modes(file)).isEqualTo(modes);
        assertSaved(file, 2);
    }

    @Test
    void aFileThatIsWrittenAgainKeepsItsOwnerWhereThatIsAllowed() throws IOException {
        assumeTrue(isRoot());
        save(1);
        Files.setAttribute(file, "unix:uid", 4321);
        Files.setAttribute(file, "unix:gid", 1234);
        save(2);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(4321);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(1234);
    }

    @Test
    void aSymbolicLinkStaysAndLeadsToTheNewContent() throws IOException {
        var below = Files.createDirectory(folder.resolve("below"));
        file = below.resolve("real");
        save(1);
        var first = Files.createSymbolicLink(folder.resolve("first"), Path.of("below", "real"));
        var second = Files.createSymbolicLink(folder.resolve("second"), first);
        file = second;
        save(2);
        assertThat(Files.readSymbolicLink(second)).isEqualTo(first);
        assertThat(first).isSymbolicLink();
        assertSaved(below.resolve("real"), 2);
        assertThat(below.toFile().list()).containsExactly("real");
    }

    @Test
    void aLinkToNothingIsFollowed() throws IOException {
        Files.createSymbolicLink(file, Path.of("target"));
        save(3);
        assertThat(file).isSymbolicLink();
        assertSaved(folder.resolve("target"), 3);
    }

    @Test
    void linksInACircleAndFoldersAreRefused() throws IOException {
        Files.createSymbolicLink(file, folder.resolve("other"));
        Files.createSymbolicLink(folder.resolve("other"), file);
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> save(1)).withMessageContaining("links")
            .withMessageContaining(file.toString());
        file = folder;
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> save(1)).withMessageContaining("it is a folder")
            .withMessageContaining(folder.toString());
        file = Files.writeString(folder.resolve("in-the-way"), "").resolve("x");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> save(1)).withMessageContaining(file.toString());
    }

    @Test
    void aDeviceIsNotReplaced() {
        var device = Path.of("/dev/null");
        assumeTrue(Files.exists(device));
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> Format.NPY.write(device, of(1))).withMessageContaining("device");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> Npy.read(device)).withMessageContaining("device");
        assertThat(Files.isRegularFile(device, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void aWriteProtectedFileStaysAsItIs() throws IOException {
        assumePosix();
        assumeTrue(!isRoot());
        save(1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> save(2)).withMessageContaining("write-protected");
        assertSaved(file, 1);
    }

    private boolean isRoot() {
        try {
            return Files.getAttribute(Files.createDirectories(folder), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    // ---- what is left behind ----------------------------------------------------------------------------------------

    @Test
    void whatAKilledSaveLeftIsDeletedByTheNextSaveOfThatFile() throws IOException {
        save(1);
        Files.writeString(folder.resolve(".x.file.0123456789abcdef.part"), "half of it");
        var other = Files.writeString(folder.resolve(".y.file.0123456789abcdef.part"), "of another file");
        var similar = Files.writeString(folder.resolve(".x.file.mine.part"), "not a save's");
        save(2);
        assertThat(names()).containsExactly(similar.getFileName().toString(), other.getFileName().toString(), "x.file");
    }

    @Test
    void aSaveThatStillRunsIsLeftAlone() throws IOException {
        save(1);
        try (var running = PartFile.of(file)) {
            save(2);
            assertThat(running.path()).exists();
            running.channel().write(ByteBuffer.wrap(new byte[] {1}));
            running.become(file);
        }
        assertThat(Files.size(file)).isEqualTo(1);
        assertThat(names()).containsExactly("x.file");
    }

    @Test
    void aSaveOfAnotherProcessIsLeftAlone() throws Exception {
        assumePosix();
        var part = Files.writeString(folder.resolve(".x.file.0123456789abcdef.part"), "being written");
        var holder = folder.resolve("holder.java");
        Files.writeString(holder,
            """
                class Holder {
                    public static void main(String[] args) throws Exception {
                        var channel = java.nio.channels.FileChannel.open(java.nio.file.Path.of(args[0]), java.nio.file.StandardOpenOption.WRITE);
                        channel.lock();
                        System.out.println("locked");
                        System.in.read();
                    }
                }
                """);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", holder.toString(), part.toString()).redirectErrorStream(true)
            .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("locked");
            save(1);
            assertThat(part).exists();
        } finally {
            process.destroyForcibly().waitFor();
        }
        save(2);
        assertThat(part).doesNotExist();
    }

    @Test
    void aNameAsLongAsTheFileSystemTakesIsSaved() throws IOException {
        file = folder.resolve("n".repeat(250));
        Files.writeString(folder.resolve("." + "n".repeat(200) + ".0123456789abcdef.part"), "of another file");
        save(4);
        assertSaved(file, 4);
        assertThat(names()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptLeavesTheOldFileAndTheFlag(Format format) throws IOException {
        format.write(file, of(1));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(FileException.class).isThrownBy(() -> format.write(file, of(2)))
                .withMessageContaining("interrupted").withMessageContaining(file.toString());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(format.read(file).toDoubleArray()).containsExactly(1);
        assertThat(names()).containsExactly("x.file");
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void missingFilesFoldersAndEmptyFilesAreNamed(Format format) throws IOException {
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> format.read(file)).withMessageContaining("there is no such file")
            .withMessageContaining(file.toString());
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> format.read(folder)).withMessageContaining("it is a folder")
            .withMessageContaining(folder.toString());
        Files.createFile(file);
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> format.read(file)).withMessageContaining("the file is empty")
            .withMessageContaining(file.toString());
        assumePosix();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file));
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> format.read(file)).withMessageContaining("permission denied");
    }

    @Test
    void aFileCutShortWhileItIsOpenIsAnException() throws IOException {
        Safetensors.write(file, Map.of("x", Creation.ones(DType.FLOAT32, Device.CPU, 1 << 16)));
        try (var open = SafetensorsFile.open(file)) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(5000);
            }
            assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> open.tensor("x")).withMessageContaining("became shorter")
                .withMessageContaining(file.toString());
        }
    }

    @Test
    void anInterruptedReaderDoesNotCloseTheFileForOthers() {
        save(5);
        try (var open = SafetensorsFile.open(file)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(FileException.class).isThrownBy(() -> open.tensor("x")).withMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(open.tensor("x").toDoubleArray()).containsExactly(5);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(FileException.class).isThrownBy(() -> open.tensor("x"));
            assertThat(Thread.interrupted()).isTrue();
            save(6);
            assertThatExceptionOfType(FileException.class).isThrownBy(() -> open.tensor("x")).withMessageContaining("replaced");
        }
    }

    @Test
    void anOpenFileKeepsItsContentWhenItIsWrittenAgainAndNothingAfterItsEnd() {
        save(5);
        var open = SafetensorsFile.open(file);
        save(6);
        assertThat(open.tensor("x").toDoubleArray()).containsExactly(5);
        open.close();
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> open.tensor("x")).withMessageContaining("it was closed");
        assertThat(open.names()).containsExactly("x");
    }

    // ---- names and shapes -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"__metadata__", "half \ud800", "\udc00"})
    void namesThatSafetensorsCannotHoldAreRefusedBeforeAnythingIsWritten(String name) throws IOException {
        save(1);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Safetensors.write(file, Map.of(name, of(2))))
            .withMessageContaining(file.toString()).withMessageContaining("try:");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("x", "\ud800")));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("\ud800", "x")));
        assertSaved(file, 1);
        assertThat(names()).containsExactly("x.file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/x", "../x", "a/../../x", "a//b", "a/", ".", "a\\b", "C:x", "half \ud800", "line\nend"})
    void namesThatLeadOutOfAnArchiveAreRefused(String name) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Npz.write(file, Map.of(name, of(2))))
            .withMessageContaining(file.toString()).withMessageContaining("try:");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesThatAreTooLongTwiceOrNullAreRefused() {
        var tooLong = "n".repeat(70_000);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Npz.write(file, Map.of(tooLong, of(2))))
            .withMessageContaining("longer than an archive can hold").satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        var twice = new IdentityHashMap<String, Tensor>();
        twice.put("x", of(1));
        twice.put(new String("x"), of(2));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Safetensors.write(file, twice))
            .withMessageContaining("two tensors");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Npz.write(file, twice)).withMessageContaining("two tensors");
        var none = new TreeMap<String, Tensor>(Collections.singletonMap("x", null));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Safetensors.write(file, none))
            .withMessageContaining("'x' is null");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shapesThatIdxCannotHoldAreRefusedBeforeAnythingIsWritten() {
        for (var shape : new long[][] {{}, {1, 1, 1, 1, 1, 1, 1, 1, 1}, {1L << 31, 0}}) {
            assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Idx.write(file, Creation.zeros(DType.UINT8, Device.CPU, shape))).withMessageContaining(file.toString());
        }
        assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> Idx.write(file, Creation.zeros(DType.BOOL, Device.CPU, 1)));
        assertThat(folder).isEmptyDirectory();
    }
}
