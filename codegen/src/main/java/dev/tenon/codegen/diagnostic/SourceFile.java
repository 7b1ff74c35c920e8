package dev.tenon.codegen.diagnostic;

import java.util.List;

/** A spec file: the name that diagnostics show, and the text. */
public record SourceFile(String name, String text) {
    /** The line of this number, counted from 1, without its end; empty past the last. */
    public String line(int number) {
        var lines = lines();
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** The lines without their ends. */
    public List<String> lines() {
        return text.lines().toList();
    }
}
