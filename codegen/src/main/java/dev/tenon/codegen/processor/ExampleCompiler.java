package dev.tenon.codegen.processor;

import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.emit.docs.Examples;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.OpEntry;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the examples that entries give, as far as to know what Java says to them: a page will show them, and a test will run them. What
 * Java says is told where the example is written.
 */
final class ExampleCompiler {
    /** Examples after a wrong one are looked at, and no class is written. */
    private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn", "-Xlint:none", "-implicit:none",
        "--should-stop=ifError=FLOW", "--should-stop=ifNoError=FLOW");

    private final Library library;
    private final Examples examples;
    private final Elements elements;
    private final List<JavaFile> files;

    /** @param files what is about to be generated */
    ExampleCompiler(Library library, Elements elements, List<JavaFile> files) {
        this.library = library;
        this.examples = new Examples(library);
        this.elements = elements;
        this.files = files;
    }

    /**
     * An example as a class of its own.
     *
     * @param code where in that the statements begin
     * @param start where in that the text begins that the entry has
     */
    private record Wrapped(OpEntry op, SourceText example, SeenClasses.JavaText file, int code, int start) {}

    void check(Diagnostics diagnostics) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var wrapped = new HashMap<String, Wrapped>();
        for (var op : library.spec().ops()) {
            var example = op.example();
            if (example != null && !op.internal()) {
                var one = wrap(op, example, "Example" + wrapped.size());
                wrapped.put(one.file().getName(), one);
                checkPrints(op, example, diagnostics);
            }
        }
        // Without a JDK, or without Tenon itself, nothing can be said; the tests will say it.
        if (compiler == null || wrapped.isEmpty() || elements.getTypeElement("dev.tenon.Tenon") == null) {
            return;
        }
        mistakes(compiler, wrapped).forEach((example, mistake) -> tell(example, mistake, diagnostics));
    }

    /** Of an expression the value is printed. */
    private static void checkPrints(OpEntry op, SourceText example, Diagnostics diagnostics) {
        if (example.value().endsWith(";") && !example.value().contains("print")) {
            diagnostics.report(dev.tenon.codegen.diagnostic.Diagnostic.SILENT_EXAMPLE, example.at(0), op.key());
        }
    }

    private Wrapped wrap(OpEntry op, SourceText example, String name) {
        var place = library.api().packageName() + ".generated";
        var code = Objects.requireNonNull(examples.of(op));
        var head = "package " + place + ";\n" + examples.imports(code) + "import static dev.tenon.Tenon.*;\nfinal class " + name
            + " {\n    static void example() {\n";
        return new Wrapped(op, example, new SeenClasses.JavaText(place + "." + name, head + code + "\n    }\n}\n"),
            head.length(), head.length() + code.indexOf(example.value()));
    }

    private Map<Wrapped, Diagnostic<? extends JavaFileObject>> mistakes(JavaCompiler compiler, Map<String, Wrapped> wrapped) {
        try {
            return compile(compiler, wrapped);
        } catch (IOException | RuntimeException e) {
            // Where the compiler gives up nothing is known of the examples, and nothing said: they are no part of what is compiled.
            return Map.of();
        }
    }

    /** The first mistake of each example that has one. */
    private Map<Wrapped, Diagnostic<? extends JavaFileObject>> compile(JavaCompiler compiler, Map<String, Wrapped> wrapped)
        throws IOException {
        var said = new DiagnosticCollector<JavaFileObject>();
        try (var platform = compiler.getStandardFileManager(said, null, StandardCharsets.UTF_8);
            var seen = new SeenClasses(platform, elements, files)) {
            compiler.getTask(Writer.nullWriter(), seen, said, OPTIONS, null, wrapped.values().stream().map(Wrapped::file).toList()).call();
        }
        var first = new HashMap<Wrapped, Diagnostic<? extends JavaFileObject>>();
        for (var mistake : said.getDiagnostics()) {
            var example = mistake.getSource() == null ? null : wrapped.get(mistake.getSource().getName());
            boolean isError = mistake.getKind() == Diagnostic.Kind.ERROR && !ExampleMistake.isElsewhere(mistake);
            if (example != null && isError && mistake.getPosition() >= example.code()) {
                first.putIfAbsent(example, mistake);
            }
        }
        return first;
    }

    private void tell(Wrapped example, Diagnostic<? extends JavaFileObject> mistake, Diagnostics diagnostics) {
        var text = example.example();
        var told = new ExampleMistake(mistake, example.op(), text.value(), new KnownMethods(library.api(), files, elements));
        int index = told.isOpenEnd() ? text.length() : Math.clamp(mistake.getPosition() - example.start(), 0, text.length());
        diagnostics.report(dev.tenon.codegen.diagnostic.Diagnostic.EXAMPLE, text.at(index), example.op().key(), told.reason(), told.fix());
    }
}
