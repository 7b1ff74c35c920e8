package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java examples of documents compile, and print what stands below them. */
class DocumentedExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```\n(?:\n```\n(.*?)```\n)?", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private record Example(String code, String printed) {
        List<String> imports() {
            return code.lines().filter(line -> line.startsWith("import ")).toList();
        }

        String body() {
            return code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        }
    }

    private static List<Example> examples(String document) throws IOException {
        var examples = new ArrayList<Example>();
        EXAMPLE.matcher(Files.readString(Path.of("..", "docs", document))).results()
            .forEach(found -> examples.add(new Example(found.group(1), found.group(2) == null ? "" : found.group(2))));
        return examples;
    }

    @TestFactory
    Stream<DynamicTest> everyExamplePrintsWhatStandsBelowIt() throws IOException, ReflectiveOperationException {
        var tests = new ArrayList<DynamicTest>();
        for (var document : List.of("tensors.md", "networks.md", "training.md")) {
            tests.addAll(tests(document));
        }
        return tests.stream();
    }

    private List<DynamicTest> tests(String document) throws IOException, ReflectiveOperationException {
        var examples = examples(document);
        assertThat(examples).isNotEmpty();
        compile(examples);
        var tests = new ArrayList<DynamicTest>();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            var compiled = loader.loadClass("Documented");
            for (int i = 0; i < examples.size(); i++) {
                var example = examples.get(i);
                var printed = printed(compiled, i);
                tests.add(DynamicTest.dynamicTest(example.body().strip().lines().findFirst().orElse(""),
                    () -> assertThat(printed).isEqualTo(example.printed())));
            }
        }
        return tests;
    }

    /** All examples as the methods of one class. */
    private void compile(List<Example> examples) throws IOException {
        var imports = examples.stream().flatMap(example -> example.imports().stream()).distinct().collect(Collectors.joining("\n"));
        var methods = IntStream.range(0, examples.size())
            .mapToObj(i -> "public static void example" + i + "() throws Exception {\n" + examples.get(i).body() + "\n}\n");
        var source = folder.resolve("Documented.java");
        Files.writeString(source, "import static dev.tenon.Tenon.*;\n" + imports + "\npublic class Documented {\n"
            + methods.collect(Collectors.joining()) + "}\n");
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests run on a JDK");
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var options = List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean done = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source)).call();
            assertThat(done).as(messages.toString()).isTrue();
        }
    }

    private static String printed(Class<?> compiled, int example) throws ReflectiveOperationException {
        var screen = System.out;
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            compiled.getMethod("example" + example).invoke(null);
        } finally {
            System.setOut(screen);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
