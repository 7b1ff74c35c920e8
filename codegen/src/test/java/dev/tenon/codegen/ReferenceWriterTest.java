package dev.tenon.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceWriterTest {
    private static final String SPEC = """
        # A comment.
        ops:
          twice:
            kind: pointwise
            sig: (F input) -> F
            formula: 2 * input

            doc: Twice the input.
          tripled:
            kind: native
            sig: (F input) -> F
            rule: TripleRules.shape
            kernels: cpu TripledKernel, cuda TripledKernel
            backward:
              input: TripleRules.gradient(g)
            doc: Three times the input.
        """;

    @TempDir
    private Path root;

    private Path out() {
        return root.resolve("out");
    }

    private void file(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String written(String page) throws IOException {
        ReferenceWriter.main(new String[] {root.toString(), out().toString()});
        return Files.readString(out().resolve(page));
    }

    @BeforeEach
    void aProject() throws IOException {
        file("dsl/src/main/resources/META-INF/tenon/ops/index", "triple.yaml\n");
        file("dsl/src/main/resources/META-INF/tenon/ops/triple.yaml", SPEC);
        file("dsl/src/main/java/dev/tenon/spi/TripleRules.java",
            "/** Rules. */\nfinal class TripleRules {\n    // three\n\n    int x;\n}\n");
        file("kernels-cpu/src/main/java/dev/tenon/cpu/TripledKernel.java",
            "class TripledKernel {\n    Shared shared;\n    Only only;\n}\n");
        file("kernels-cpu/src/main/java/dev/tenon/cpu/Only.java", "class Only {}\n");
        file("kernels-cpu/src/main/java/dev/tenon/cpu/Shared.java", "class Shared {\n}\n");
        file("kernels-cpu/target/generated-sources/annotations/TwiceKernel.java", "class TwiceKernel { Shared shared; }\n");
        file("kernels-gpu/src/main/java/dev/tenon/gpu/kernels/TripledKernel.java", "class TripledKernel {\n}\n");
        file("kernels-gpu/src/main/resources/META-INF/tenon/cuda/kernels/tripled.cu", "#include \"tenon.cuh\"\n// triples\nTN_KERNEL\n");
        file("dsl/target/classes/META-INF/tenon/docs/max.md", "# max\n\n<!-- printed by max/dim -->\n");
    }

    @Test
    void belowAnExampleStandsWhatItPrinted() throws IOException {
        file("kernels-cpu/target/operator-examples/max-dim.txt", "tensor($1)\n");
        assertThat(written("max.md")).isEqualTo("# max\n\nprints\n\n```\ntensor($1)\n```\n");
    }

    @Test
    void anExampleThatHasNotRunPrintsNothing() throws IOException {
        assertThat(written("max.md")).isEqualTo("# max\n");
    }

    @Test
    void pagesOfOperatorsThatAreGoneAreRemoved() throws IOException {
        file("out/gone.md", "# gone\n");
        written("max.md");
        assertThat(out().resolve("gone.md")).doesNotExist();
    }

    @Test
    void linesThatHoldMoreThanACommentAreCounted() throws IOException {
        assertThat(written("counts.md")).contains("| op-spec: 2 entries | 1 | 14 |",
            "| rules, compositions and gradients in Java that the spec names | 1 | 3 |",
            "| CUDA kernels that the spec names, in CUDA C++ | 1 | 2 |", "| what launches these, in Java | 1 | 2 |");
    }

    @Test
    void whatGeneratedKernelsNeedTooIsNotCountedForHandWrittenOnes() throws IOException {
        assertThat(written("counts.md")).contains("| CPU kernels in Java that the spec names, and what only they need | 2 | 5 |",
            "| loops, functions and threads that generated CPU kernels need, too | 1 | 2 |");
    }

    @Test
    void theMeanOfAKindIsOfItsEntriesAndWhatTheyName() throws IOException {
        assertThat(written("counts.md")).contains("| pointwise | 1 | 5.0 | 0.0 | 0.0 | 0.0 | **5.0** |",
            "| native | 1 | 8.0 | 3.0 | 5.0 | 4.0 | **20.0** |", "| view | 0 | 0.0 | 0.0 | 0.0 | 0.0 | **0.0** |");
    }

    @Test
    void aLibraryGetsItsPagesForASiteBesideThoseForReaders() throws IOException {
        file("docs/twice.md", "# twice\n\n$2x$\n");
        file("site/gone.md", "of an operator that was removed");
        ReferenceWriter.main(new String[] {root.resolve("docs").toString(), root.resolve("examples").toString(), out().toString(),
            root.resolve("site").toString()});
        assertThat(out().resolve("twice.md")).hasContent("# twice\n\n$2x$\n");
        assertThat(root.resolve("site/twice.md")).content().startsWith("# twice\n\n\\\\\\(2x\\\\\\)\n");
        assertThat(root.resolve("site/gone.md")).doesNotExist();
    }
}
