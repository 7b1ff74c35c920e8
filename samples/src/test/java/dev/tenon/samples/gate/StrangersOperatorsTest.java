package dev.tenon.samples.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Composites and views of a project of its own compute what their entries say: it is compiled, and the checks that it brings are run. */
class StrangersOperatorsTest {
    @TempDir
    private static Path folder;

    private static URLClassLoader classes;

    @BeforeAll
    static void compile() throws Exception {
        var text = Files
            .readString(Path.of(Objects.requireNonNull(StrangersOperatorsTest.class.getResource("/operators/bodies.txt")).toURI()));
        var project = new Project(folder, Entry.read(text).getFirst());
        var answer = project.compile();
        assertThat(answer.found()).isEmpty();
        assertThat(answer.javac()).isEmpty();
        assertThat(answer.crash()).isEmpty();
        classes = new URLClassLoader(new URL[] {project.classes().toUri().toURL()}, StrangersOperatorsTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws Exception {
        classes.close();
    }

    @TestFactory
    Stream<DynamicTest> itsOperatorsHoldWhatItsChecksSay() throws Exception {
        return Arrays.stream(classes.loadClass("p.Checks").getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers())).sorted(Comparator.comparing(Method::getName))
            .map(method -> DynamicTest.dynamicTest(method.getName().replace('_', ' '), () -> method.invoke(null)));
    }
}
