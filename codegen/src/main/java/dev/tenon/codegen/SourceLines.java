package dev.tenon.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Source files by their names, and the lines in them that hold more than a comment. */
final class SourceLines {
    /** Lines that are nothing but a comment; {@code #} begins one in specs, and a directive in C. */
    private static final Pattern COMMENT = Pattern.compile("(//|/\\*|\\*|#(?!include|define|if|el|endif|pragma)).*");
    private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w*");

    private final Map<String, Path> files = new TreeMap<>();

    /** @param endings of the names that are taken, such as {@code .java} */
    SourceLines(Path folder, String... endings) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                for (var ending : endings) {
                    if (file.toString().endsWith(ending)) {
                        files.put(key(folder, file, ending), file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java classes by their simple names, since their packages do not matter here; all else by its path. */
    private static String key(Path folder, Path file, String ending) {
        var name = ending.equals(".java") ? file.getFileName().toString() : folder.relativize(file).toString();
        return name.substring(0, name.length() - ending.length());
    }

    boolean contains(String name) {
        return files.containsKey(name);
    }

    Set<String> names() {
        return files.keySet();
    }

    int size() {
        return files.size();
    }

    long lines() {
        return lines(files.keySet());
    }

    long lines(Collection<String> names) {
        return names.stream().mapToLong(name -> count(text(name).lines().toList())).sum();
    }

    /** The files that these name, that those name, and so on. */
    Set<String> reached(Collection<String> from) {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            var name = open.pop();
            if (contains(name) && reached.add(name)) {
                open.addAll(words(text(name)));
            }
        }
        return reached;
    }

    /** The class names in all files. */
    Set<String> words() {
        var words = new HashSet<String>();
        files.keySet().forEach(name -> words.addAll(words(text(name))));
        return words;
    }

    private static Set<String> words(String text) {
        var words = new HashSet<String>();
        WORD.matcher(text).results().forEach(word -> words.add(word.group()));
        return words;
    }

    static long count(List<String> lines) {
        return lines.stream().map(String::strip).filter(line -> !line.isEmpty() && !COMMENT.matcher(line).matches()).count();
    }

    private String text(String name) {
        return text(Objects.requireNonNull(files.get(name), name));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
