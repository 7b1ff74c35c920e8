package dev.tenon.spi;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where JavaCPP unpacks the native libraries of its jars. Left alone it falls back to a folder below the temporary one whose name anybody can
 * guess, and loads what it finds there.
 */
public final class UnpackedLibraries {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private UnpackedLibraries() {}

    /** Sets the folder to one that only this user can change, unless the user named one; before JavaCPP's loader is used. */
    public static synchronized void keepPrivate() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        var home = System.getProperty("user.home");
        try {
            System.setProperty(PROPERTY, PrivateFolder.of(home == null ? null : Path.of(home, ".javacpp", "cache"), "unpacked libraries")
                .toString());
        } catch (IOException e) {
            throw new LinkageError("there is no folder for unpacked libraries: " + e.getMessage() + "\n  try:   -D" + PROPERTY
                + "=DIR with a folder that only you can write to", e);
        }
    }
}
