package dev.tenon.data.csv;

import static dev.tenon.data.csv.Csv.csv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.table.Missing;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    private Path folder;

    @Test
    void typesAreFoundOut() {
        var table = csv(file("\uFEFFage, city ,zip,price\n30,\"Paris, \"\"F\"\"\",0815,1e3\n\n-4.5,Oslo,0816,.5\n"));
        assertThat(table.names()).containsExactly("age", "city", "zip", "price");
        assertThat(table.numbers("age").values()).containsExactly(30, -4.5);
        assertThat(table.numbers("price").values()).containsExactly(1000, 0.5);
        assertThat(table.categories("city").vocabulary().tokens()).containsExactly("Oslo", "Paris, \"F\"");
        assertThat(table.categories("city").ids()).containsExactly(1, 0);
        var batch = table.dataset("price").batch(new long[] {1});
        assertThat(batch.x().toFloatArray()).containsExactly(-4.5f, 816);
        assertThat(batch.y().toFloatArray()).containsExactly(0.5f);
    }

    @Test
    void typesAreDeclared() {
        var table = csv(file("1;a\n2;b\n"), c -> c.separator(';').names("n", "c").categories("n"));
        assertThat(table.categories("n").vocabulary().tokens()).containsExactly("1", "2");
        assertThat(csv(file("a,b\n1,2\n"), c -> c.ignore("a")).names()).containsExactly("b");
    }

    @Test
    void missingValuesAreRefusedFilledOrTheMean() {
        var file = file("a,b,c\n1,x,1\nNA,,2\n5,y,null\n");
        refused(file, c -> c, "data.csv:3: column 1, 'a': there is no value, got 'NA'", "missing(\"a\", Missing.mean())");
        var table = csv(file, c -> c.missing(Missing.mean()).missing(Missing.category("none")).missing("c", Missing.fill(-1)));
        assertThat(table.numbers("a").values()).containsExactly(1, 3, 5);
        assertThat(table.numbers("c").values()).containsExactly(1, 2, -1);
        assertThat(table.categories("b").vocabulary().tokens()).containsExactly("none", "x", "y");
        refused(file, c -> c.missing(Missing.mean()), "data.csv:3: column 2, 'b': there is no value", "Missing.category");
        assertThat(csv(file("a\n1\n-\n"), c -> c.missingTexts("-").missing(Missing.fill(9))).numbers("a").values()).containsExactly(1, 9);
        refused(file("a\nNA\n"), c -> c.missing(Missing.mean()), "no value to take the mean of");
    }

    @Test
    void newDataMeansTheSameAsTheOldOnes() {
        var some = csv(file("city,job\nRome,baker\nOslo,clerk\n"), c -> c.unknownCategories("city"));
        assertThat(some.categories("city").vocabulary().size()).isEqualTo(3);
        assertThat(some.categories("job").vocabulary().tokens()).containsExactly("baker", "clerk");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> csv(file("a\nb\n"), c -> c.unknownCategories("c")))
            .withMessageContaining("no column 'c'");
        var known = csv(file("age,city\n10,Rome\n20,Oslo\n"), c -> c.unknownCategories());
        var fresh = csv(file("age,city\nNA,Oslo\n1,Paris\n"), c -> c.like(known).missing(Missing.mean()));
        assertThat(fresh.numbers("age").values()).containsExactly(15, 1);
        assertThat(fresh.categories("city").ids()).containsExactly(1, 0);
        assertThat(fresh.categories("city").vocabulary()).isSameAs(known.categories("city").vocabulary());
        var closed = csv(file("city\nRome\nOslo\n"));
        refused(file("city\nOslo\nParis\n"), c -> c.like(closed), "data.csv:3: column 1, 'city': 'Paris' is none of", "[Oslo, Rome]");
        var digits = csv(file("city\n7\n"), c -> c.categories("city"));
        assertThat(csv(file("city\n7\n7\n"), c -> c.like(digits)).categories("city").ids()).containsExactly(0, 0);
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        refused(file("a,b\n1,2\n\"3\n4\",5\n1,2,3\n"), c -> c, "data.csv:5: there must be 2 fields, as there are names; got 3: [1, 2, 3]");
        refused(file("a,b\n1,2\n3,x12\n"), c -> c.numbers("b"), "data.csv:3: column 2, 'b': must be a number, got 'x12'");
        refused(file("a,a\n1,2\n"), c -> c, "data.csv:1: column 2, 'a': the name occurs twice");
        refused(file(""), c -> c, "data.csv:1: the file is empty");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> csv(file("a\n1\n"), c -> c.numbers("b")))
            .withMessageContaining("has no column 'b', only [a]");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> csv(folder.resolve("none.csv"))).withMessageContaining("none.csv")
            .withMessageContaining("no such file");
    }

    private void refused(Path file, UnaryOperator<CsvOptions> options, String... reasons) {
        assertThatExceptionOfType(CsvException.class).isThrownBy(() -> csv(file, options))
            .satisfies(error -> assertThat(error.getMessage()).contains(reasons));
    }

    private Path file(String content) {
        try {
            return Files.writeString(folder.resolve("data.csv"), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
