package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Tenon;
import dev.tenon.data.csv.Csv;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/data.md} are Java that compiles. */
class DocumentedExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String BEFORE = """
        import static dev.tenon.Tenon.*;
        import static dev.tenon.data.csv.Csv.csv;
        import static dev.tenon.data.image.ImageFolder.imageFolder;
        import dev.tenon.data.*;
        import dev.tenon.data.csv.*;
        import dev.tenon.data.sampler.*;
        import dev.tenon.data.table.*;
        import dev.tenon.data.transform.*;
        import dev.tenon.io.*;
        import dev.tenon.nn.Layer;
        import java.net.URI;
        import java.nio.file.Path;
        import java.util.List;

        class Example {
            void run(Path folder, Layer model, String sha256) {
        """;

    @TempDir
    private Path classes;

    static Stream<String> examples() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../../docs/data.md"))).results().map(block -> block.group(1));
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleCompiles(String example) throws URISyntaxException {
        var source = new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return BEFORE + example + "    }\n}\n";
            }
        };
        var path = location(Tenon.class) + java.io.File.pathSeparator + location(Csv.class);
        var errors = new StringWriter();
        boolean compiles = ToolProvider.getSystemJavaCompiler().getTask(errors, null, null,
            List.of("-proc:none", "-nowarn", "-cp", path, "-d", classes.toString()), null, List.of(source)).call();
        assertThat(compiles).as("%s\n%s", example, errors).isTrue();
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
