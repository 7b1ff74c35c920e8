package dev.tenon.codegen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpProcessorTest {
    /** The annotation as Tenon has it: the generator's module does not see Tenon's. */
    private static final String OP_LIBRARY = """
        package dev.tenon.spi;

        public @interface OpLibrary {
            String[] specs();

            Class<?>[] uses() default {};

            String api();

            String fluent() default "";

            String records() default "";

            Class<?>[] support() default {};

            String optimizers() default "";
            String layers() default "";
            String layerApi() default "";
            String layerMethods() default "";
            String kernels() default "";
        }
        """;
    private static final String LAUNCH = "package dev.tenon.gpu.launch;\n\npublic class PointwiseLaunch<O> {\n}\n";
    private static final String KERNEL_BASE = "package dev.tenon.cpu.pointwise;\n\npublic abstract class PointwiseKernel<O> {\n}\n";

    @TempDir
    private Path folder;

    private Path sources;
    private Path classes;

    @BeforeEach
    void aModuleWithTheAnnotation() throws IOException {
        sources = Files.createDirectory(folder.resolve("sources"));
        classes = Files.createDirectory(folder.resolve("classes"));
        source("dev/tenon/spi/OpLibrary.java", OP_LIBRARY);
        var specs = Files.createDirectories(classes.resolve("META-INF/tenon/ops"));
        Files.writeString(specs.resolve("index"), "context.yaml\n");
        copy("emit/context.yaml", specs.resolve("context.yaml"));
    }

    private static void copy(String resource, Path to) throws IOException {
        try (var stream = OpProcessorTest.class.getResourceAsStream("/" + resource)) {
            if (stream != null) {
                Files.write(to, stream.readAllBytes());
            }
        }
    }

    private void source(String name, String text) throws IOException {
        var file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Runs the processor over a package with this annotation; the spec lies among the compiled resources, as after Maven's copying. */
    private List<String> errors(String spec, String members) throws IOException {
        copy("processor/" + spec, classes.resolve(spec));
        source("sample/package-info.java", "@dev.tenon.spi.OpLibrary(specs = \"" + spec + "\", " + members + ")\npackage sample;\n");
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, null); var walk = Files.walk(sources)) {
            var units = files.getJavaFileObjectsFromPaths(walk.filter(file -> file.toString().endsWith(".java")).toList());
            var options = List.of("-proc:only", "-d", classes.toString(), "-s", folder.resolve("classes").toString(), "-cp",
                classes.toString());
            var task = compiler.getTask(null, files, found, options, null, units);
            task.setProcessors(List.of(new OpProcessor()));
            task.call();
        }
        return reported(found);
    }

    /** The processor's own errors; what the compiler misses in a class path without Tenon does not count. */
    private static List<String> reported(DiagnosticCollector<JavaFileObject> found) {
        return found.getDiagnostics().stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR && d.getCode().startsWith("compiler.err.proc"))
            .map(d -> d.getMessage(Locale.ROOT)).toList();
    }

    private List<String> written() throws IOException {
        var names = new ArrayList<String>();
        try (var walk = Files.walk(classes)) {
            walk.filter(Files::isRegularFile).forEach(file -> names.add(classes.relativize(file).toString().replace('\\', '/')));
        }
        return names;
    }

    @Test
    void aLibraryGetsMethodsRecordsRulesCatalogueAndPages() throws IOException {
        assertThat(errors("scale-ops.yaml", "api = \"ScaleOps\"")).isEmpty();
        assertThat(written()).contains("sample/ScaleOps.java", "sample/SoftScale.java", "sample/SoftScaleRule.java",
            "sample/SoftScaleBackward.java", "sample/ScaleOpsCatalog.java", "META-INF/tenon/docs/soft_scale.md");
    }

    @Test
    void aPageCallsTheClassOfItsLibrary() throws IOException {
        errors("scale-ops.yaml", "api = \"ScaleOps\"");
        assertThat(classes.resolve("META-INF/tenon/docs/soft_scale.md")).content().contains("import sample.ScaleOps;\n",
            "println(ScaleOps.softScale(");
    }

    @Test
    void kernelsAreGeneratedWhereTheirBaseClassIsOnTheClassPath() throws IOException {
        source("dev/tenon/cpu/pointwise/PointwiseKernel.java", KERNEL_BASE);
        assertThat(errors("scale-ops.yaml", "api = \"ScaleOps\"")).isEmpty();
        assertThat(written()).contains("sample/SoftScaleKernel.java", "sample/SoftScaleVectorKernel.java", "sample/GeneratedKernels.java");
        assertThat(classes.resolve("META-INF/services/dev.tenon.spi.KernelProvider")).hasContent("sample.GeneratedKernels");
    }

    @Test
    void cudaSourcesAndTheirProviderAreGeneratedWhereTheGpusLaunchIsOnTheClassPath() throws IOException {
        source("dev/tenon/cpu/pointwise/PointwiseKernel.java", KERNEL_BASE);
        source("dev/tenon/gpu/launch/PointwiseLaunch.java", LAUNCH);
        assertThat(errors("scale-ops.yaml", "api = \"ScaleOps\"")).isEmpty();
        assertThat(written()).contains("META-INF/tenon/cuda/sample/soft_scale.cu", "META-INF/tenon/cuda/sample/soft_scale_backward.cu",
            "sample/GeneratedGpuKernels.java");
        assertThat(classes.resolve("META-INF/services/dev.tenon.spi.KernelProvider"))
            .hasContent("sample.GeneratedKernels\nsample.GeneratedGpuKernels");
    }

    @Test
    void noKernelsAreGeneratedWhereTheAnnotationSaysSo() throws IOException {
        source("dev/tenon/cpu/pointwise/PointwiseKernel.java", KERNEL_BASE);
        assertThat(errors("scale-ops.yaml", "api = \"ScaleOps\", kernels = \"none\"")).isEmpty();
        assertThat(written()).noneMatch(name -> name.endsWith("Kernel.java"));
    }

    @Test
    void operatorsOfAnotherLibraryAreCalledInItsClass() throws IOException {
        errors("scale-ops.yaml", "api = \"ScaleOps\"");
        source("other/OtherOps.java", "package other;\n\npublic class OtherOps {\n}\n");
        Files.createDirectories(classes.resolve("other"));
        Files.createFile(classes.resolve("other/OtherOps.class"));
        Files.writeString(classes.resolve("META-INF/tenon/libraries/other.OtherOps"), "other\nother-ops.yaml\n");
        copy("processor/other-ops.yaml", classes.resolve("other-ops.yaml"));
        assertThat(errors("calling-ops.yaml", "api = \"CallingOps\", uses = other.OtherOps.class")).isEmpty();
        assertThat(classes.resolve("sample/CallingOps.java")).content().contains("OtherOps.doubled(OtherOps.doubled(input))");
    }

    private static String body(String place, String name, String method) {
        return """
            package %s;

            import dev.tenon.tensor.Tensor;

            public class %s {
                public static Tensor %s(Tensor input) {
                    return input;
                }
            }
            """.formatted(place, name, method);
    }

    @Test
    void aBodyIsLookedForInThePackageOfItsTopicAndInThatOfTheLibrary() throws IOException {
        source("sample/doubling/Bodies.java", body("sample.doubling", "Bodies", "twice"));
        source("sample/Bodies.java", body("sample", "Bodies", "twice"));
        source("sample/Beside.java", body("sample", "Beside", "thrice"));
        assertThat(errors("doubling.yaml", "api = \"DoublingOps\"")).isEmpty();
        assertThat(classes.resolve("sample/DoublingOps.java")).content().contains("import sample.doubling.Bodies;", "Bodies.twice(input)",
            "Beside.thrice(input)").doesNotContain("import sample.Beside");
    }

    @Test
    void everyMistakeOfASpecIsReportedWithItsPlaceAndNothingIsWritten() throws IOException {
        assertThat(errors("wrong-ops.yaml", "api = \"WrongOps\"")).hasSize(2).allMatch(message -> message.startsWith("wrong-ops.yaml:"));
        assertThat(written()).noneMatch(name -> name.endsWith(".java"));
    }

    @Test
    void textsOfASpecStayTextsWhereverTheyAreWritten() throws IOException {
        var text = "a */ int x; /* b \\u002a/ C:\\users @code <script> ``` & $L @see";
        var spec = """
            group: 'TEXT'
            ops:
              odd_words:
                kind: pointwise
                sig: (F input, num a = 1) -> F
                require: |
                  a > 0 : TEXT
                formula: input * a
                doc: 'TEXT'
                source: 'TEXT https://a.b/*/"c'
              odd_reason:
                kind: pointwise
                sig: (F input) -> F
                formula: input * 2
                nograd: 'TEXT'
                doc: 'TEXT'
            """.replace("TEXT", text);
        Files.writeString(Files.createDirectories(classes.resolve("META-INF/tenon/ops")).resolve("odd.yaml"), spec);
        source("dev/tenon/cpu/pointwise/PointwiseKernel.java", KERNEL_BASE);
        source("dev/tenon/gpu/launch/PointwiseLaunch.java", LAUNCH);
        assertThat(errors("META-INF/tenon/ops/odd.yaml", "api = \"OddOps\"")).isEmpty();
        assertThat(Files.readString(classes.resolve("sample/OddOps.java"))).contains("a *&#47; int x; /* b &#92;u002a/ C:&#92;users")
            .doesNotContain("C:\\u");
        assertThat(Files.readString(classes.resolve("META-INF/tenon/docs/odd_words.md"))).contains("&lt;script>")
            .doesNotContain("<script>");
    }

    @Test
    void aSpecThatIsNotThereIsAnError() throws IOException {
        assertThat(errors("missing.yaml", "api = \"MissingOps\"")).singleElement().asString()
            .startsWith("TNN075: there is no spec file 'missing.yaml'");
    }

    @Test
    void aNativeKernelThatNobodyHasWrittenIsAnError() throws IOException {
        source("dev/tenon/cpu/pointwise/PointwiseKernel.java", KERNEL_BASE);
        assertThat(errors("native-ops.yaml", "api = \"NativeOps\"")).singleElement().asString()
            .startsWith("native-ops.yaml:6:18: error TNN077: there is no kernel class ReverseKernel in sample");
    }

    @Test
    void aNativeGpuKernelThatNobodyHasWrittenIsAnError() throws IOException {
        source("dev/tenon/cpu/pointwise/PointwiseKernel.java", KERNEL_BASE);
        source("dev/tenon/gpu/launch/PointwiseLaunch.java", LAUNCH);
        source("dev/tenon/spi/Kernel.java", "package dev.tenon.spi;\n\npublic interface Kernel<O> {\n}\n");
        source("sample/TwistKernel.java", "package sample;\n\nclass TwistKernel implements dev.tenon.spi.Kernel<Twist> {\n}\n");
        var errors = errors("gpu-ops.yaml", "api = \"GpuOps\"");
        assertThat(errors).hasSize(2);
        assertThat(errors.getFirst()).startsWith("gpu-ops.yaml:7:36: error TNN077: there is no kernel class TwistGpuKernel in sample");
        assertThat(errors.getLast()).startsWith("gpu-ops.yaml:14:18: error TNN078: the class sample.TwistKernel computes Twist, not Turn");
    }
}
