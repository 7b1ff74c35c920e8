package dev.tenon.data.parquet;

import static dev.tenon.data.parquet.Parquet.parquet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.table.Missing;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by parquet-java. */
class ParquetTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd"})
    void columnsOfEveryTypeAreRead(String compression) {
        var table = parquet(file("houses-" + compression + ".parquet"), p -> p.missing(Missing.mean()).missing("rooms", Missing.fill(0))
            .missing(Missing.category("none")));
        assertThat(table.names()).containsExactly("id", "area", "price", "rooms", "district", "garden");
        assertThat(table.numbers("id").values()).containsExactly(1, 2, 3);
        assertThat(table.numbers("area").values()).containsExactly(50.5, 60.25, 70);
        assertThat(table.numbers("rooms").values()).containsExactly(2, 0, 4);
        assertThat(table.numbers("garden").values()).containsExactly(1, 0, 1);
        assertThat(table.categories("district").vocabulary().tokens()).containsExactly("none", "north", "south");
        assertThat(table.categories("district").ids()).containsExactly(1, 2, 0);
        var batch = table.dataset("price").batch(new long[] {2});
        assertThat(batch.x().toFloatArray()).containsExactly(3, 70, 4, 1);
        assertThat(batch.y().toFloatArray()).containsExactly(3.5f);
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() throws IOException {
        var houses = file("houses-snappy.parquet");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(houses))
            .withMessageContaining("houses-snappy.parquet: row 1, column 'area': there is no value");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(houses, p -> p.numbers("district")))
            .withMessageContaining("column 'area'");
        assertThatExceptionOfType(FileException.class)
            .isThrownBy(() -> parquet(houses, p -> p.ignore("area", "rooms").numbers("district")))
            .withMessageContaining("row 0, column 'district': must be a number, got 'north'");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> parquet(houses, p -> p.ignore("town")))
            .withMessageContaining("no column 'town'");
        var odd = file("odd.parquet");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(odd)).withMessageContaining("ignore(\"parts\")");
        assertThat(parquet(odd, p -> p.ignore("parts", "sold")).numbers("id").values()).containsExactly(1);
    }

    @Test
    void filesThatAreMissingOrDamagedAreNamed() throws IOException {
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(folder.resolve("none.parquet")))
            .withMessageContaining("no such file");
        var text = Files.writeString(folder.resolve("text.parquet"), "this is no Parquet file");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(text)).withMessageContaining("text.parquet");
        var whole = Files.readAllBytes(file("houses-gzip.parquet"));
        var cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(cut)).withMessageContaining("cut.parquet");
        var magic = whole.clone();
        magic[magic.length - 1] ^= 0x55;
        var other = Files.write(folder.resolve("magic.parquet"), magic);
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(other)).withMessageContaining("magic.parquet");
        var empty = Files.write(folder.resolve("empty.parquet"), new byte[0]);
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(empty)).withMessageContaining("empty.parquet");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> parquet(folder))
            .withMessageContaining(folder + ": it is a folder");
    }

    private static Path file(String name) {
        try {
            return Path.of(ParquetTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
