package dev.tenon.samples.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A spec file as somebody could write it, with the Java beside it.
 *
 * @param name what is odd about it
 * @param yaml the file
 * @param java the texts of the Java files of its package, by file name
 * @param annotation what stands above the package
 * @param tests whether its tests are generated, too
 * @param expected the findings that it must get, {@code TNN012 5:21}, in order; none where it compiles
 */
record Entry(String name, String yaml, Map<String, String> java, String annotation, boolean tests, List<String> expected) {
    static final String ANNOTATION = "@OpLibrary(specs = \"META-INF/tenon/bad.yaml\", api = \"Bad\")";
    private static final String NO_FILE = "<NOFILE>";
    private static final Pattern EXPECTED = Pattern.compile("(?m)^# expect: (.*)\\R?");

    /**
     * The entries of a text: {@code === name}, the YAML, and {@code --- File.java} or {@code --- annotation} with what is in it, or {@code --- tests} to have them
     * generated. Where tabs
     * and the like are meant, {@code <TAB>} stands for them. The last line of the YAML says {@code # expect:} and the findings, or
     * {@code compiles}.
     */
    static List<Entry> read(String text) {
        return Pattern.compile("(?m)^=== ").splitAsStream(text).filter(block -> !block.isBlank() && !block.startsWith("#")).map(Entry::of)
            .toList();
    }

    private static Entry of(String block) {
        int line = block.indexOf('\n');
        var name = block.substring(0, line).strip();
        var parts = block.substring(line + 1).split("(?m)^--- ", -1);
        var annotation = ANNOTATION;
        boolean tests = false;
        var java = new LinkedHashMap<String, String>();
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            var file = parts[i].substring(0, end).strip();
            var content = parts[i].substring(end + 1);
            if (file.equals("tests")) {
                tests = true;
            } else if (file.equals("annotation")) {
                annotation = content.strip();
            } else {
                java.put(file, content);
            }
        }
        var found = EXPECTED.matcher(parts[0]);
        if (!found.find()) {
            throw new IllegalArgumentException("'" + name + "' does not say what it expects: end its YAML with '# expect: compiles'");
        }
        var expected = found.group(1).strip();
        var yaml = found.replaceAll("").replace("<TAB>", "\t").replace("<CR>", "\r").replace("<BOM>", "\uFEFF");
        return new Entry(name, yaml, java, annotation, tests, expected(expected));
    }

    private static List<String> expected(String text) {
        return text.equals("compiles") ? List.of() : List.copyOf(new TreeSet<>(List.of(text.split("\\s*,\\s*"))));
    }

    boolean hasFile() {
        return !yaml.contains(NO_FILE);
    }
}
