package dev.tenon.samples.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabularTest {
    @TempDir
    private Path folder;

    @Test
    void itKnowsWhoRepaysAndLeavesAPage() throws IOException {
        var page = folder.resolve("report.html");
        var run = CommandRun.of("tabular", "--epochs", "12", "--report", page.toString());
        assertThat(run.code()).isZero();
        assertThat(run.figure("test accuracy")).isGreaterThan(0.8);
        assertThat(Files.readString(page)).contains("Who repays", "embedding_job", "confusion", "accuracy by epoch");
    }

    @Test
    void filesOfOnesOwnMayHaveCategoriesThatWereNotLearnt() throws IOException {
        var learn = Files.writeString(folder.resolve("learn.csv"), Customers.csv(1, 400));
        var unseen = Files.writeString(folder.resolve("unseen.csv"), Customers.csv(2, 50).replace("Porto", "Oslo"));
        var run = CommandRun.of("tabular", "--data", learn.toString(), "--unseen", unseen.toString(), "--epochs", "5");
        assertThat(run.code()).isZero();
        assertThat(run.figure("test accuracy")).isGreaterThan(0.6);
    }

    @Test
    void manyDoNotSayWhatTheyEarn() {
        var lines = Customers.csv(3, 500).lines().skip(1).toList();
        assertThat(lines.stream().filter(line -> line.contains(",,")).count()).isBetween(50L, 200L);
        assertThat(lines.stream().filter(line -> line.endsWith(",yes")).count()).isBetween(150L, 350L);
    }
}
