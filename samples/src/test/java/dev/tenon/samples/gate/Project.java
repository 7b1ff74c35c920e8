package dev.tenon.samples.gate;

import dev.tenon.codegen.processor.OpProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** A stranger's project of one entry: its spec among the resources, a package with the annotation, and Tenon on the class path. */
record Project(Path folder, Entry entry) {
    private static final String LINT = "-Xlint:all,-incubating,-processing,-options,-requires-automatic,-path,-classfile,-serial,-try,"
        + "-this-escape,-exports,-restricted";

    Path classes() {
        return folder.resolve("classes");
    }

    private Path generated() {
        return folder.resolve("generated");
    }

    /** Writes the project, and compiles it. */
    Answer compile(String... more) throws IOException {
        var sources = write();
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests run on a JDK");
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var printed = new StringWriter();
        try (var files = compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            var task = compiler.getTask(printed, files, diagnostics, options(more), null, files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new OpProcessor()));
            task.call();
        } catch (RuntimeException e) {
            printed.append(e.toString());
        }
        return Answer.of(diagnostics.getDiagnostics(), printed.toString(), generated());
    }

    private List<String> options(String... more) {
        var options = new ArrayList<>(List.of("-d", classes().toString(), "-s", generated().toString(), "-cp",
            System.getProperty("java.class.path"), "--add-modules", "jdk.incubator.vector", LINT, "-parameters"));
        boolean compiles = entry.expected().isEmpty();
        if (!compiles) {
            // Nothing but the findings is looked at.
            options.add("-proc:only");
        }
        if (entry.tests()) {
            options.add("-Atenon.tests=" + folder.resolve("tests"));
        }
        options.addAll(List.of(more));
        return options;
    }

    private List<Path> write() throws IOException {
        var sources = Files.createDirectories(folder.resolve("sources/p"));
        var spec = classes().resolve("META-INF/tenon/bad.yaml");
        Files.createDirectories(spec.getParent());
        Files.createDirectories(generated());
        if (entry.hasFile()) {
            Files.writeString(spec, entry.yaml());
        }
        var written = new ArrayList<Path>();
        written.add(Files.writeString(sources.resolve("package-info.java"),
            entry.annotation() + "\npackage p;\nimport dev.tenon.spi.OpLibrary;\n"));
        for (var java : entry.java().entrySet()) {
            written.add(Files.writeString(sources.resolve(java.getKey()), java.getValue()));
        }
        return written;
    }
}
