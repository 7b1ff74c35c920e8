package dev.tenon.samples.surface;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The classes of the library that code of other packages can name, generated ones included. */
final class LibraryClasses {
    private static final List<Class<?>> ALL = find();

    private LibraryClasses() {}

    static List<Class<?>> all() {
        return ALL;
    }

    /** Whether the class, or the one that it lies in, says that nothing is checked. */
    static boolean isUnchecked(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (at.getSimpleName().startsWith("Unchecked")) {
                return true;
            }
        }
        return false;
    }

    static boolean isOpen(Member member) {
        return isOpen(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isOpen(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (!isOpen(at.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private static List<Class<?>> find() {
        try {
            var place = Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return in(place);
            }
            try (var jar = FileSystems.newFileSystem(place)) {
                return in(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Class<?>> in(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                .filter(name -> name.startsWith("dev/tenon/") && name.endsWith(".class") && !name.endsWith("package-info.class"))
                .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length()).replace('/', '.')))
                .filter(LibraryClasses::isOpen).toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Tensor.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
