package dev.tenon.samples.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * What the compiler said to an entry.
 *
 * @param found the processor's findings with their places, in order: {@code TNN012 5:21}
 * @param texts all that it said, findings among them
 * @param unplaced findings that lack a place, a fix or, in a spec file, a caret
 * @param javac what Java itself refused or warned of, in generated files; in hand-written ones where no finding explains it
 * @param crash what it printed beside, such as a stack trace
 */
record Answer(List<String> found, List<String> texts, List<String> unplaced, List<String> javac, String crash) {
    private static final Pattern IN_SPEC = Pattern.compile("\\A\\S+\\.yaml:(\\d+):(\\d+): (?:error|warning) (TNN\\d+): ");
    private static final Pattern IN_JAVA = Pattern.compile("\\A(TNN\\d+): ");

    static Answer of(List<Diagnostic<? extends JavaFileObject>> diagnostics, String printed, Path generated) {
        var found = new ArrayList<String>();
        var texts = new ArrayList<String>();
        var unplaced = new ArrayList<String>();
        var javac = new ArrayList<Diagnostic<? extends JavaFileObject>>();
        boolean hasError = false;
        for (var diagnostic : diagnostics) {
            var text = diagnostic.getMessage(Locale.ENGLISH);
            texts.add(place(diagnostic) + text);
            var inSpec = IN_SPEC.matcher(text);
            var inJava = IN_JAVA.matcher(text);
            if (inSpec.find()) {
                found.add(inSpec.group(3) + " " + inSpec.group(1) + ":" + inSpec.group(2));
                require(hasFix(text) && text.lines().anyMatch(line -> line.strip().equals("^")), text, unplaced);
                hasError |= diagnostic.getKind() == Diagnostic.Kind.ERROR;
            } else if (inJava.find()) {
                found.add(inJava.group(1) + " " + place(diagnostic).strip());
                require(hasFix(text) && diagnostic.getSource() != null, text, unplaced);
                hasError |= diagnostic.getKind() == Diagnostic.Kind.ERROR;
            } else if (diagnostic.getKind() != Diagnostic.Kind.NOTE) {
                javac.add(diagnostic);
            }
        }
        boolean explained = hasError;
        return new Answer(List.copyOf(new TreeSet<>(found)), texts, unplaced, javac.stream()
            .filter(d -> isGenerated(d, generated) || !explained && d.getKind() == Diagnostic.Kind.ERROR)
            .map(d -> place(d) + d.getMessage(Locale.ENGLISH)).toList(), printed);
    }

    private static boolean hasFix(String text) {
        return text.lines().anyMatch(line -> line.strip().startsWith("fix: "));
    }

    private static void require(boolean whole, String text, List<String> unplaced) {
        if (!whole) {
            unplaced.add(text);
        }
    }

    private static boolean isGenerated(Diagnostic<? extends JavaFileObject> diagnostic, Path generated) {
        return diagnostic.getSource() != null && Path.of(diagnostic.getSource().toUri()).startsWith(generated);
    }

    private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
        var source = diagnostic.getSource();
        return source == null ? "" : Path.of(source.toUri()).getFileName() + ":" + diagnostic.getLineNumber() + " ";
    }
}
