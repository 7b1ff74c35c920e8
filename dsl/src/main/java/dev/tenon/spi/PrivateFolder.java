package dev.tenon.spi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folders of files that a process loads as programs: what somebody else can put there, somebody else runs. A folder is accepted when it is
 * this
 * user's, not a symbolic link, nobody else can write to it, and nobody can put another in its place. On systems without such modes, where a
 * user's folders are private by other means, any folder is.
 */
public final class PrivateFolder {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int WRITABLE_BY_ALL = 002;
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 07777;
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final System.Logger LOG = System.getLogger("dev.tenon");

    private PrivateFolder() {}

    /**
     * The folder, made where it is missing; or a new one below the temporary folder that goes when the process ends, where this one cannot be
     * trusted or made, which a logged line says.
     *
     * @param wanted the folder, or null where there is no place for it
     * @param purpose what it is for, as {@code "compiled kernels"}
     * @throws IOException if there is neither
     */
    public static Path of(@Nullable Path wanted, String purpose) throws IOException {
        var reason = wanted == null || !wanted.isAbsolute() ? "there is no folder of this user's" : distrust(wanted);
        if (reason.isEmpty() && wanted != null) {
            return wanted;
        }
        var temporary = Files.createTempDirectory("tenon-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(temporary)));
        LOG.log(Level.WARNING, purpose + " are kept in " + temporary + " for this process only: " + reason);
        return temporary;
    }

    /** Whether a file is this user's own, and nobody else can write to it. */
    public static boolean isOwn(Path file) {
        try {
            if (!hasModes(file)) {
                return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            }
            var state = state(file);
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Self.UID.equals(state.get("uid"))
                && (mode(state) & WRITABLE_BY_OTHERS) == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Why a folder is not to be trusted, or empty; makes it where it is missing, and keeps others from reading it. */
    private static String distrust(Path folder) {
        try {
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                var parent = folder.getParent();
                var attributes = parent != null && hasModes(existing(parent)) ? new FileAttribute<?>[] {OWNER_ONLY}
                    : new FileAttribute<?>[0];
                Files.createDirectories(folder, attributes);
            }
            if (Files.isSymbolicLink(folder)) {
                return folder + " is a symbolic link; name the folder itself";
            }
            if (!Files.isDirectory(folder)) {
                return folder + " is not a folder";
            }
            return hasModes(folder) ? distrustModes(folder) : "";
        } catch (IOException e) {
            return folder + " cannot be made: " + e;
        }
    }

    private static String distrustModes(Path folder) throws IOException {
        var state = state(folder);
        if (!Self.UID.equals(state.get("uid"))) {
            return folder + " belongs to another user, who could put programs there; name or make one of your own";
        }
        if ((mode(state) & WRITABLE_BY_OTHERS) != 0) {
            return "others can write to " + folder + " and may have put programs there; delete it, or what is in it and chmod 700";
        }
        for (var above = folder.toRealPath().getParent(); above != null; above = above.getParent()) {
            if ((mode(state(above)) & (WRITABLE_BY_ALL | STICKY)) == WRITABLE_BY_ALL) {
                return "everybody can write to " + above + " and put another folder in the place of " + folder;
            }
        }
        if ((mode(state) & PERMISSIONS) != 0700) {
            Files.setAttribute(folder, "unix:mode", 0700);
        }
        return "";
    }

    private static Path existing(Path folder) {
        var at = folder;
        for (var above = at.getParent(); Files.notExists(at) && above != null; above = above.getParent()) {
            at = above;
        }
        return at;
    }

    private static boolean hasModes(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static Map<String, Object> state(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    }

    private static int mode(Map<String, Object> state) {
        return (Integer) Objects.requireNonNull(state.get("mode"));
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // what is left is this user's only
        }
    }

    /** Asked for once, by a file that this process makes. */
    private static final class Self {
        static final Object UID = uid();

        private static Object uid() {
            try {
                var made = Files.createTempFile("tenon", null);
                try {
                    return Files.getAttribute(made, "unix:uid");
                } finally {
                    Files.delete(made);
                }
            } catch (IOException _) {
                return ""; // nobody's: nothing is trusted then
            }
        }
    }
}
