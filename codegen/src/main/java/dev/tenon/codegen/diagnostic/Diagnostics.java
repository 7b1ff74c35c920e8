package dev.tenon.codegen.diagnostic;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects findings, so that one build tells all mistakes of a spec. */
public final class Diagnostics {
    private final Map<String, SourceFile> files = new LinkedHashMap<>();
    private final Set<Finding> findings = new LinkedHashSet<>();
    private int reports;
    private int errors;

    /** Makes the lines of a file known to {@link #render}. */
    public void add(SourceFile file) {
        files.put(file.name(), file);
    }

    /** Adds a finding with the fix of its kind; the arguments fill both texts. */
    public void report(Diagnostic kind, Position at, Object... args) {
        add(Finding.of(kind, at, args));
    }

    /** Adds a finding about a name that is not known, whose fix is the nearest known one if there is a near one. */
    public void reportUnknown(Diagnostic kind, Position at, String name, Iterable<String> known, Object... more) {
        var args = new Object[more.length + 1];
        args[0] = name;
        System.arraycopy(more, 0, args, 1, more.length);
        add(new Finding(kind, at, kind.message(args), Suggestion.fix(name, known, kind.fix(args))));
    }

    private void add(Finding finding) {
        findings.add(finding);
        reports++;
        errors += finding.kind().severity() == Severity.ERROR ? 1 : 0;
    }

    /** How many findings were reported so far, the same one counting each time: by this, a check knows whether it found something. */
    public int reports() {
        return reports;
    }

    /** How many of the {@link #reports} were errors. */
    public int errors() {
        return errors;
    }

    /** All findings, by file, line and column. */
    public List<Finding> findings() {
        return findings.stream().sorted(Finding.IN_ORDER).toList();
    }

    /** Whether an error was found; warnings do not count. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(f -> f.kind().severity() == Severity.ERROR);
    }

    /** A finding as text, with its line and a caret. */
    public String render(Finding finding) {
        return finding.render(line(finding));
    }

    /** A finding in the form of javac's own, {@link Finding#renderAsJavac}. */
    public String renderAsJavac(Finding finding) {
        return finding.renderAsJavac(line(finding));
    }

    private String line(Finding finding) {
        var file = files.get(finding.at().file());
        return file == null ? "" : file.line(finding.at().line());
    }

    /** All findings as text. */
    public String render() {
        return String.join("\n", findings().stream().map(this::render).toList());
    }
}
