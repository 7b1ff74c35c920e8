package dev.tenon.codegen.processor;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Finding;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.Severity;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationValue;
import javax.tools.Diagnostic.Kind;

/** Hands what was found in specs to the compiler, in the form that its reader understands. */
final class Report {
    /**
     * The option that says who reads the compiler's output: {@code javac} where a program does that knows javac's own messages, such as Maven
     * where it runs on another JDK than the compiler. It would break any other text of several lines into pieces.
     */
    static final String FORM = "tenon.diagnostics";
    private static final String AS_JAVAC = "javac";

    private final Messager messager;
    private final PrintStream output;
    private final boolean asJavac;

    /** @param output the compiler's own */
    Report(Messager messager, PrintStream output, Map<String, String> options) {
        this.messager = messager;
        this.output = output;
        this.asJavac = AS_JAVAC.equals(options.get(FORM));
    }

    void print(Diagnostics diagnostics) {
        if (!asJavac) {
            diagnostics.findings().forEach(finding -> messager.printMessage(kind(finding), diagnostics.render(finding)));
            return;
        }
        // Beside the compiler's messages, whose further lines it would indent; one of those is needed all the same, for it to count.
        diagnostics.findings().forEach(finding -> output.println(diagnostics.renderAsJavac(finding)));
        diagnostics.findings().stream().collect(Collectors.groupingBy(Report::kind))
            .forEach((kind, findings) -> messager.printMessage(kind, summary(findings)));
    }

    /** A fault of an annotation, where the compiler shows it. */
    void annotation(AnnotationValues values, AnnotationValue at, Diagnostic kind, Object... args) {
        var finding = Finding.of(kind, Position.NONE, args);
        messager.printMessage(Kind.ERROR, kind.id() + ": " + finding.message() + "\n    fix: " + finding.fix(), values.element(),
            values.mirror(), at);
    }

    private static Kind kind(Finding finding) {
        return finding.kind().severity() == Severity.ERROR ? Kind.ERROR : Kind.WARNING;
    }

    private static String summary(List<Finding> findings) {
        var files = findings.stream().map(finding -> finding.at().file()).distinct().collect(Collectors.joining(", "));
        var severity = findings.getFirst().kind().severity();
        return "%d %s%s in %s".formatted(findings.size(), severity, findings.size() == 1 ? "" : "s", files);
    }
}
