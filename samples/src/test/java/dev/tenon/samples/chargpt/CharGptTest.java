package dev.tenon.samples.chargpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharGptTest {
    private static final String SENTENCE = "the owl and the cat went to sea\n";
    private static final Pattern HELD_OUT = Pattern.compile("held out ([\\d.]+) nats");

    @TempDir
    private Path folder;

    @Test
    void itLearnsWhatComesNextAndWritesIt() throws IOException {
        var run = train("--steps", "120", "--every", "20");
        var losses = HELD_OUT.matcher(run.output()).results().mapToDouble(found -> Double.parseDouble(found.group(1))).toArray();
        assertThat(losses).hasSize(6);
        assertThat(losses[0]).isGreaterThan(1);
        assertThat(losses[5]).isLessThan(0.5);
        assertThat(run.output().substring(run.output().indexOf("step   120"))).contains("the ", " cat ", " sea\n");
    }

    @Test
    void aSeedGivesTheSameText() throws IOException {
        assertThat(written(train("--steps", "5", "--seed", "3"))).isEqualTo(written(train("--steps", "5", "--seed", "3")))
            .isNotEqualTo(written(train("--steps", "5", "--seed", "4")));
    }

    @Test
    void itEndsWhenTheTimeIsOver() throws IOException {
        assertThat(train("--minutes", "0.00001").output()).contains("step     1 ").doesNotContain("step     2 ");
    }

    private CommandRun train(String... more) throws IOException {
        var text = Files.writeString(folder.resolve("text.txt"), SENTENCE.repeat(40));
        var arguments = new ArrayList<>(List.of("char-gpt", "--text", text.toString(), "--layers", "1", "--width", "32", "--context", "24",
            "--batch", "8", "--lr", "0.01"));
        arguments.addAll(List.of(more));
        var run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).isZero();
        return run;
    }

    private static String written(CommandRun run) {
        return run.output().substring(run.output().indexOf("nats"));
    }
}
