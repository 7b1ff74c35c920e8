package dev.tenon.codegen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Messager;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final List<String> messages = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Messager messager = (Messager) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Messager.class},
        (_, _, arguments) -> messages.add(arguments[0] + " " + arguments[1]));

    private void report(Map<String, String> options) {
        var diagnostics = new Diagnostics();
        diagnostics.add(new SourceFile("ops.yaml", "ops:\n  abs: x\n"));
        diagnostics.report(Diagnostic.NO_DOC, new Position("ops.yaml", 2, 3), "abs");
        diagnostics.report(Diagnostic.IDLE_GRADIENT, new Position("ops.yaml", 2, 8), "abs", "it is whole");
        diagnostics.report(Diagnostic.IDLE_MIXIN, new Position("ops.yaml", 1, 1), "m");
        new Report(messager, new PrintStream(printed, true, StandardCharsets.UTF_8), options).print(diagnostics);
    }

    @Test
    void theCompilerIsToldEachFindingWithItsText() {
        report(Map.of());
        assertThat(messages).hasSize(3).last().isEqualTo("""
            ERROR ops.yaml:2:8: error TNN026: 'abs' cannot have a gradient: it is whole
                  abs: x
                       ^
                fix: remove this line""");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aReaderOfJavacsOutputIsGivenFindingsOfThatForm() {
        report(Map.of("tenon.diagnostics", "javac"));
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("ops.yaml:1: warning: TNN034", "ops.yaml:2: error: TNN026");
        assertThat(messages).containsExactlyInAnyOrder("ERROR 2 errors in ops.yaml", "WARNING 1 warning in ops.yaml");
    }
}
