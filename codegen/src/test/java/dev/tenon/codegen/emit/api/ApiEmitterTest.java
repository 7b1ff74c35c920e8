package dev.tenon.codegen.emit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiEmitterTest {
    private static final String PART = """
        ops:
          halved:
            kind: composite
            sig: (F input) -> F
            body: part(input)
            nograd: a sample
            doc: Half of it.
          part:
            kind: native
            sig: (F input) -> F
            shape: input.shape
            kernels: cpu PartKernel, cuda PartKernel
            nograd: a sample
            internal: %s
            doc: A part.
        """;

    @Test
    void anInternalOperatorIsInTheClassThatSaysItIsUnchecked() {
        var files = files(PART.formatted("true"));
        assertThat(files).containsOnlyKeys("SampleOps", "UncheckedSampleOps");
        assertThat(files.get("UncheckedSampleOps"))
            .contains("public final class", "private UncheckedSampleOps()", "public static Tensor part(")
            .doesNotContain("halved");
        assertThat(files.get("SampleOps")).contains("UncheckedSampleOps.part(input)").doesNotContain("Tensor part(");
    }

    @Test
    void withoutInternalOperatorsThereIsNoSuchClass() {
        var files = files(PART.formatted("false"));
        assertThat(files).containsOnlyKeys("SampleOps");
        assertThat(files.get("SampleOps")).contains("public static Tensor part(");
    }

    private static Map<String, String> files(String spec) {
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(List.of(new SourceFile("some.yaml", spec)), List.of(), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        var api = ClassName.get("sample", "SampleOps");
        var known = Library.noneKnown();
        Library.register(known, context.own().ops(), api, "sample.ops");
        var library = new Library(context.own(), api, null, "sample.ops", "sample.optim", "sample.kernels",
            new Natives("sample.kernels", false),
            known, Map.of(), (_, name) -> "sample." + name);
        return new ApiEmitter(library).emit().stream().collect(Collectors.toMap(file -> file.typeSpec().name(), JavaFile::toString));
    }
}
