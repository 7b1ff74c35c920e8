package dev.tenon.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Who may do what with a file, so that the file that takes its place allows the same. */
final class FileModes {
    private final @Nullable PosixFileAttributes kept;

    private FileModes(@Nullable PosixFileAttributes kept) {
        this.kept = kept;
    }

    /** Those of an existing file; none where there is no file, or a system without such modes. */
    static FileModes of(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return new FileModes(view == null || Files.notExists(file, LinkOption.NOFOLLOW_LINKS) ? null : view.readAttributes());
    }

    /** What a file is made with: what the umask says, but nobody else's while it may hold what others must not read. */
    FileAttribute<?>[] initial() {
        return kept == null ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
    }

    /** Gives them to another file, the owner and the group as far as this process may. */
    void copyTo(Path file) throws IOException {
        if (kept == null) {
            return;
        }
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        var made = view.readAttributes();
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(kept.permissions());
        if (!made.owner().equals(kept.owner())) {
            attempt(() -> view.setOwner(kept.owner()));
        }
        if (!made.group().equals(kept.group()) && !attempt(() -> view.setGroup(kept.group()))) {
            restrictGroup(permissions);
        }
        view.setPermissions(permissions);
    }

    private interface Change {
        void make() throws IOException;
    }

    private static boolean attempt(Change change) {
        try {
            change.make();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Another group than before may do what everybody may. */
    private static void restrictGroup(EnumSet<PosixFilePermission> permissions) {
        if (!permissions.contains(PosixFilePermission.OTHERS_READ)) {
            permissions.remove(PosixFilePermission.GROUP_READ);
        }
        if (!permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            permissions.remove(PosixFilePermission.GROUP_WRITE);
        }
        if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            permissions.remove(PosixFilePermission.GROUP_EXECUTE);
        }
    }
}
