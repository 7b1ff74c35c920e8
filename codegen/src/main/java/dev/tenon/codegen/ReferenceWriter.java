package dev.tenon.codegen;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.spec.read.SpecReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a reference together, when the tests have run: the generated pages, and below each example what it printed in its test. Arguments of a
 * library: the folder of its generated pages, the folder of what examples printed, the folder to write to, and where there shall be a site of
 * them, the folder that its generator reads. Arguments for Tenon's own
 * operators, whose modules are several, and whose reference has a page of counts: the project's folder, and the folder to write to.
 * Beside the pages lies the JSON Schema of specs.
 */
public final class ReferenceWriter {
    private static final String SCHEMA = "op-spec.schema.json";
    private static final Pattern PRINTED = Pattern.compile("\n<!-- printed by (.*) -->\n");

    private final Path docs;
    private final Path examples;

    private ReferenceWriter(Path docs, Path examples) {
        this.docs = docs;
        this.examples = examples;
    }

    public static void main(String[] args) throws IOException {
        if (args.length >= 3 && !Files.isDirectory(Path.of(args[0]))) {
            // A module without operators has no pages.
            return;
        }
        if (args.length >= 3) {
            var writer = new ReferenceWriter(Path.of(args[0]), Path.of(args[1]));
            writer.write(Path.of(args[2]), Map.of());
            if (args.length > 3) {
                writer.writeSite(Path.of(args[3]));
            }
        } else {
            var root = Path.of(args[0]);
            new ReferenceWriter(root.resolve("dsl/target/classes/META-INF/tenon/docs"),
                root.resolve("kernels-cpu/target/operator-examples"))
                .write(Path.of(args[1]), Map.of("counts.md", counts(root)));
        }
    }

    private void write(Path out, Map<String, String> more) throws IOException {
        var pages = new TreeMap<>(more);
        pages.put(SCHEMA, schema());
        pages.putAll(pages());
        fill(out, pages);
    }

    private void writeSite(Path out) throws IOException {
        var pages = pages();
        pages.replaceAll((_, text) -> new SitePage(text).text());
        fill(out, pages);
    }

    private Map<String, String> pages() throws IOException {
        var pages = new TreeMap<String, String>();
        try (var generated = Files.list(docs)) {
            for (var page : generated.toList()) {
                pages.put(page.getFileName().toString(), PRINTED.matcher(Files.readString(page)).replaceAll(this::printed));
            }
        }
        return pages;
    }

    /** Writes these pages, and removes others that were written before. */
    private static void fill(Path out, Map<String, String> pages) throws IOException {
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

    /** The JSON Schema of specs, for editors: the first line of a spec names it by its path. */
    private static String schema() throws IOException {
        try (var in = Objects.requireNonNull(ReferenceWriter.class.getResourceAsStream("/META-INF/tenon/" + SCHEMA))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the example printed, or nothing where the tests have not run. */
    private String printed(MatchResult place) {
        var file = examples.resolve(place.group(1).replace('/', '-') + ".txt");
        return Files.exists(file) ? Matcher.quoteReplacement("\nprints\n\n```\n" + SourceLines.text(file).strip() + "\n```\n") : "";
    }

    private static String counts(Path root) throws IOException {
        var specs = TestWriter.sources(root.resolve("dsl/src/main/resources/META-INF/tenon/ops"));
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(specs, List.of(), diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(diagnostics.render());
        }
        return new SpecCounts(root, specs, context.own()).page();
    }
}
