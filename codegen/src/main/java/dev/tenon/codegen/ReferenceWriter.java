package dev.tenon.codegen;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the operator reference together, when all modules are built and their tests have run: the generated pages, below each example what
 * it printed in its test, and the page of counts. Arguments: the project's folder, and the folder to write to.
 */
public final class ReferenceWriter {
    private static final Pattern PRINTED = Pattern.compile("\n<!-- printed by (.*) -->\n");

    private final Path root;

    private ReferenceWriter(Path root) {
        this.root = root;
    }

    public static void main(String[] args) throws IOException {
        new ReferenceWriter(Path.of(args[0])).write(Path.of(args[1]));
    }

    private void write(Path out) throws IOException {
        var pages = new TreeMap<String, String>();
        try (var generated = Files.list(root.resolve("dsl/target/classes/META-INF/tenon/docs"))) {
            for (var page : generated.toList()) {
                pages.put(page.getFileName().toString(), PRINTED.matcher(Files.readString(page)).replaceAll(this::printed));
            }
        }
        pages.put("counts.md", counts());
        Files.createDirectories(out);
        try (var present = Files.list(out)) {
            for (var file : present.filter(file -> !pages.containsKey(file.getFileName().toString())).toList()) {
                Files.delete(file);
            }
        }
        for (var page : pages.entrySet()) {
            Files.writeString(out.resolve(page.getKey()), page.getValue());
        }
    }

    /** What the example printed, or nothing where the tests have not run. */
    private String printed(MatchResult place) {
        var file = root.resolve("kernels-cpu/target/operator-examples").resolve(place.group(1).replace('/', '-') + ".txt");
        return Files.exists(file) ? Matcher.quoteReplacement("\nprints\n\n```\n" + SourceLines.text(file).strip() + "\n```\n") : "";
    }

    private String counts() throws IOException {
        var specs = TestWriter.sources(root.resolve("dsl/src/main/resources/META-INF/tenon/ops"));
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(specs, List.of(), diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.render());
        }
        return new SpecCounts(root, specs, context.own()).page();
    }
}
