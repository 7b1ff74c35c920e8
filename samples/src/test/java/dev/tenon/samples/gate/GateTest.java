package dev.tenon.samples.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * An entry either gets a finding with its place, a caret and a fix, or code that compiles: never an error of Java in generated code, a
 * stack trace or silence. Every wrong and odd entry that is known is compiled as a project of its own, and so is every entry that the
 * documents show.
 */
class GateTest {
    private static final ExecutorService COMPILERS = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private static final List<Path> DOCUMENTS = List.of(Path.of("..", "README.md"), Path.of("..", "docs", "adding-an-op.md"));

    @TempDir
    private static Path folder;

    private static Path resources;

    @BeforeAll
    static void findEntries() throws Exception {
        resources = Path.of(Objects.requireNonNull(GateTest.class.getResource("/mistakes")).toURI());
    }

    @AfterAll
    static void stop() {
        COMPILERS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicContainer> everyKnownEntryGetsTheAnswerThatItExpects() throws IOException {
        var containers = new ArrayList<DynamicContainer>();
        try (var files = Files.list(resources)) {
            for (var file : files.sorted(Comparator.naturalOrder()).toList()) {
                containers.add(container(file.getFileName().toString(), Entry.read(Files.readString(file))));
            }
        }
        assertThat(containers).isNotEmpty();
        return containers.stream();
    }

    @TestFactory
    Stream<DynamicContainer> everyEntryOfTheDocumentsCompiles() throws IOException {
        var containers = new ArrayList<DynamicContainer>();
        for (var document : DOCUMENTS) {
            containers.add(container(document.getFileName().toString(), new Document(Files.readString(document)).entries()));
        }
        return containers.stream();
    }

    /** All entries are given to the compilers at once; each test waits for its own. */
    private static DynamicContainer container(String name, List<Entry> entries) {
        var answers = new LinkedHashMap<Entry, Future<Answer>>();
        entries.forEach(entry -> answers.put(entry, COMPILERS.submit(compile(entry))));
        return DynamicContainer.dynamicContainer(name,
            answers.entrySet().stream().map(answer -> DynamicTest.dynamicTest(answer.getKey().name(),
                () -> check(answer.getKey(), answer.getValue().get()))));
    }

    private static Callable<Answer> compile(Entry entry) {
        return () -> new Project(Files.createTempDirectory(folder, "entry"), entry).compile();
    }

    private static void check(Entry entry, Answer answer) {
        var told = String.join("\n", answer.texts());
        assertThat(answer.crash()).as(told).isEmpty();
        assertThat(answer.javac()).as(told).isEmpty();
        assertThat(answer.found()).as(told).isEqualTo(entry.expected());
        assertThat(answer.unplaced()).isEmpty();
    }
}
