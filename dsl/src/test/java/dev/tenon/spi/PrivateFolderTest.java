package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFolderTest {
    private static final int NOBODY = 65_534;

    @TempDir
    private Path above;

    private Path folder;

    @BeforeEach
    void assumeModes() {
        assumeTrue(above.getFileSystem().supportedFileAttributeViews().contains("unix"));
        folder = above.resolve("cache");
    }

    private static void mode(Path path, String modes) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
    }

    private void assertAccepted() throws IOException {
        assertThat(PrivateFolder.of(folder, "tests")).isEqualTo(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }

    private void assertRefused() throws IOException {
        var instead = PrivateFolder.of(folder, "tests");
        assertThat(instead).isNotEqualTo(folder).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(instead))).isEqualTo("rwx------");
        Files.delete(instead);
    }

    private void assumeRoot() throws IOException {
        assumeTrue(Files.getAttribute(above, "unix:uid").equals(0));
    }

    @Test
    void aFolderIsMadeForItsUserOnly() throws IOException {
        folder = above.resolve("a/b/cache");
        assertAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwxr-xr-x", "rwxr-x---"})
    void aFolderOthersOnlyReadIsClosedToThem(String modes) throws IOException {
        Files.createDirectory(folder);
        mode(folder, modes);
        assertAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x", "rwx----w-"})
    void aFolderOthersMayHaveWrittenToIsRefused(String modes) throws IOException {
        Files.createDirectory(folder);
        mode(folder, modes);
        assertRefused();
    }

    @Test
    void aFolderThatAnybodyCanReplaceIsRefused() throws IOException {
        Files.createDirectory(folder);
        mode(above, "rwxrwxrwx");
        assertRefused();
        Files.setAttribute(above, "unix:mode", 01777);
        assertAccepted();
    }

    @Test
    void aSymbolicLinkAndAFileAreRefused() throws IOException {
        Files.createSymbolicLink(folder, Files.createDirectory(above.resolve("elsewhere")));
        assertRefused();
        Files.delete(folder);
        Files.createFile(folder);
        assertRefused();
        folder = folder.resolve("below");
        assertRefused();
    }

    @Test
    void anotherUsersFolderAndFilesAreRefused() throws IOException {
        assumeRoot();
        Files.createDirectory(folder);
        var file = Files.createFile(folder.resolve("file"));
        assertThat(PrivateFolder.isOwn(file)).isTrue();
        Files.setAttribute(file, "unix:uid", NOBODY);
        assertThat(PrivateFolder.isOwn(file)).isFalse();
        Files.setAttribute(folder, "unix:uid", NOBODY);
        assertRefused();
    }

    @Test
    void aFileIsOwnWhereNobodyElseCanChangeIt() throws IOException {
        var file = Files.createFile(above.resolve("file"));
        assertThat(PrivateFolder.isOwn(file)).isTrue();
        mode(file, "rw-rw----");
        assertThat(PrivateFolder.isOwn(file)).isFalse();
        assertThat(PrivateFolder.isOwn(above)).isFalse();
        assertThat(PrivateFolder.isOwn(above.resolve("absent"))).isFalse();
        mode(file, "rw-------");
        assertThat(PrivateFolder.isOwn(Files.createSymbolicLink(above.resolve("link"), file))).isFalse();
    }

    @Test
    void librariesAreUnpackedWhereOthersCannotWrite() throws IOException {
        var property = "org.bytedeco.javacpp.cachedir";
        var home = System.getProperty("user.home");
        var before = System.getProperty(property);
        try {
            System.clearProperty(property);
            System.setProperty("user.home", above.toString());
            UnpackedLibraries.keepPrivate();
            var cache = above.resolve(".javacpp/cache");
            assertThat(System.getProperty(property)).isEqualTo(cache.toString());

            System.clearProperty(property);
            mode(cache, "rwxrwxrwx");
            UnpackedLibraries.keepPrivate();
            assertThat(System.getProperty(property)).isNotEqualTo(cache.toString()).isNotNull();

            System.setProperty(property, "the user's");
            UnpackedLibraries.keepPrivate();
            assertThat(System.getProperty(property)).isEqualTo("the user's");
        } finally {
            System.setProperty("user.home", home);
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
