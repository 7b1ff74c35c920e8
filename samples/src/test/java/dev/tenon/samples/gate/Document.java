package dev.tenon.samples.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The entries that a document shows. A block of YAML that begins at the margin is a file, one that is indented an entry. A Java block with a
 * class belongs to the YAML before it. What is no whole entry is a block of {@code yml}.
 */
record Document(String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(yaml|java)\\n(.*?)^ *```");
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final |abstract )*(?:class|record) (\\w+)");
    private static final String IMPORTS = """
        package p;

        import dev.tenon.core.*;
        import dev.tenon.cpu.*;
        import dev.tenon.gpu.launch.*;
        import dev.tenon.spi.*;
        import dev.tenon.tensor.*;
        import java.util.*;
        """;

    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        BLOCK.matcher(text).results().forEach(block -> {
            var code = block.group(3).stripIndent().equals(block.group(3)) ? block.group(3)
                : block.group(3).indent(-block.group(1).length());
            if (block.group(2).equals("yaml")) {
                entries.add(entry(code, line(block.start())));
            } else if (!entries.isEmpty()) {
                var found = CLASS.matcher(code);
                if (found.find()) {
                    entries.set(entries.size() - 1, withJava(entries.getLast(), found.group(1) + ".java", code));
                }
            }
        });
        return entries;
    }

    private static Entry entry(String code, int line) {
        var name = "line " + line + ": " + code.strip().lines().findFirst().orElse("");
        return entry(name, (code.startsWith(" ") ? "ops:\n" : "") + code, Map.of());
    }

    private static Entry entry(String name, String yaml, Map<String, String> java) {
        return new Entry(name, yaml, java, Entry.ANNOTATION.replace("\"Bad\"", "\"MyOps\""), false, List.of());
    }

    private static Entry withJava(Entry entry, String file, String code) {
        var java = new LinkedHashMap<>(entry.java());
        java.put(file, code.startsWith("package ") ? code.replaceFirst("package [\\w.]+;", "package p;") : IMPORTS + code);
        return entry(entry.name(), entry.yaml(), java);
    }

    private int line(int at) {
        return (int) text.substring(0, at).lines().count() + 1;
    }
}
