package dev.tenon.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Natives;
import dev.tenon.codegen.spec.read.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares what is generated for one operator of each family with the samples in the folders of {@code src/test/resources/golden}.
 * After a change that is meant, run this test with {@code -Dtenon.golden.write=true} in the module's directory and read the difference.
 * A further sample is an empty file with the name of what is generated, in the folder named as the package of its emitter.
 */
class GoldenSamplesTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "golden");
    private static final String SPEC = "families.yaml";

    @TestFactory
    Stream<DynamicTest> everySampleIsWhatIsGenerated() throws IOException {
        var generated = generated();
        var samples = samples();
        assertThat(generated.keySet()).containsAll(samples.keySet());
        if (Boolean.getBoolean("tenon.golden.write")) {
            for (var sample : samples.entrySet()) {
                Files.writeString(sample.getValue(), generated.get(sample.getKey()));
            }
        }
        return samples.entrySet().stream().map(sample -> dynamicTest(sample.getKey(),
            () -> assertThat(generated.get(sample.getKey())).isEqualTo(Files.readString(sample.getValue()))));
    }

    /** The samples by the names of what is generated. */
    private static Map<String, Path> samples() throws IOException {
        try (var files = Files.walk(SAMPLES, 2)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.endsWith(SPEC))
                .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file, (one, other) -> {
                    throw new IllegalStateException("two samples of one name: " + one + ", " + other);
                }, TreeMap::new));
        }
    }

    private static Map<String, String> generated() throws IOException {
        var emitters = new Emitters(library());
        var files = new TreeMap<String, String>();
        emitters.operators().forEach(file -> files.put(file.typeSpec().name() + ".java", file.toString()));
        emitters.optimizers().forEach(file -> files.put(file.typeSpec().name() + ".java", file.toString()));
        emitters.layers().forEach(file -> files.put(file.typeSpec().name() + ".java", file.toString()));
        emitters.cpuKernels("sample.kernels", _ -> true).forEach(file -> files.put(file.typeSpec().name() + ".java", file.toString()));
        emitters.tests("sample.kernels").forEach(file -> files.put(file.typeSpec().name() + ".java", file.toString()));
        var provider = emitters.gpuKernels("sample.kernels", _ -> true);
        files.put(provider.typeSpec().name() + ".java", provider.toString());
        emitters.cudaSources().forEach((name, text) -> files.put(name.substring(name.lastIndexOf('/') + 1), text));
        files.putAll(emitters.pages());
        return files;
    }

    private static Library library() throws IOException {
        var diagnostics = new Diagnostics();
        var source = new SourceFile(SPEC, Files.readString(SAMPLES.resolve(SPEC)));
        var used = new SourceFile("context.yaml", Files.readString(SAMPLES.resolveSibling("emit").resolve("context.yaml")));
        var context = SpecReader.read(List.of(source), List.of(used), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        var api = ClassName.get("sample", "SampleOps");
        var known = Library.noneKnown();
        Library.register(known, context.own().ops(), api, "sample.ops");
        Library.register(known, context.used().ops(), Names.TENON_OPS, "dev.tenon.ops");
        return new Library(context.own(), api, ClassName.get("sample", "SampleMethods"), "sample.ops", "sample.optim",
            "sample.kernels", new Natives("sample.kernels", false), known, Map.of(),
            (_, name) -> (name.endsWith("Rules") ? "dev.tenon.spi." : "sample.") + name);
    }
}
