package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Finding;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.SpecContext;
import java.util.List;
import java.util.Objects;

/** Specs as texts, read by tests. */
final class Specs {
    private Specs() {}

    static SpecContext read(Diagnostics diagnostics, String text) {
        return SpecReader.read(List.of(new SourceFile("ops.yaml", text)), List.of(), diagnostics);
    }

    static SpecContext valid(String text) {
        var diagnostics = new Diagnostics();
        var context = read(diagnostics, text);
        assertThat(diagnostics.render()).isEmpty();
        return context;
    }

    static List<String> mistakes(String text) {
        var diagnostics = new Diagnostics();
        read(diagnostics, text);
        return diagnostics.findings().stream().map(Finding::message).toList();
    }

    static OpEntry op(SpecContext context, String key) {
        return Objects.requireNonNull(context.byKey(key));
    }

    static OpEntry.Pointwise pointwise(SpecContext context, String key) {
        return (OpEntry.Pointwise) op(context, key);
    }

    static OpEntry.Native natively(SpecContext context, String key) {
        return (OpEntry.Native) op(context, key);
    }

    static String entry(String sig, String rest) {
        return "ops:\n  op:\n    kind: composite\n    sig: " + sig + "\n    doc: An operator.\n" + rest.indent(4);
    }
}
