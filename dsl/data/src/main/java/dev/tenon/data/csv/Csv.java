package dev.tenon.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.tenon.core.ArgumentException;
import dev.tenon.data.table.Table;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** CSV files as tables: {@code csv(path, c -> c.categories("city").missing(Missing.mean())).dataset("price")}. */
public final class Csv {
    private Csv() {}

    /** {@link #csv(Path, UnaryOperator)} with the defaults. */
    public static Table csv(Path file) {
        return csv(file, c -> c);
    }

    /**
     * Reads a file in UTF-8. Columns hold numbers where every value is one, else categories, numbered in the order of their names.
     *
     * @throws ArgumentException if an option names a column that is not there
     * @throws CsvException if the content is wrong; the message names the place
     * @throws FileException if the file cannot be read
     */
    public static Table csv(Path file, UnaryOperator<CsvOptions> options) {
        var chosen = options.apply(CsvOptions.DEFAULT);
        return chosen.rules().table(file.toString(), read(file, chosen));
    }

    private static List<CsvColumn> read(Path file, CsvOptions options) {
        FileException.requireFile(file);
        var content = new CsvContent(file, options);
        var builder = CsvReader.builder().fieldSeparator(options.separator()).quoteCharacter(options.quote()).detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE).skipEmptyLines(true);
        try (var reader = builder.ofCsvRecord(file)) {
            reader.forEach(content::add);
        } catch (CsvParseException e) {
            throw withCause(new FileException("cannot read " + file + ": " + e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw FileException.reading(file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
        return content.columns();
    }

    private static FileException withCause(FileException error, Throwable cause) {
        error.initCause(cause);
        return error;
    }
}
