package dev.tenon.samples.tabular;

import static dev.tenon.Tenon.*;
import static dev.tenon.data.csv.Csv.csv;

import dev.tenon.data.csv.CsvOptions;
import dev.tenon.data.table.CategoryColumn;
import dev.tenon.data.table.Column;
import dev.tenon.data.table.Missing;
import dev.tenon.data.table.NumberColumn;
import dev.tenon.data.table.Scaling;
import dev.tenon.data.table.Table;
import dev.tenon.samples.DeviceOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon tabular}: predicts a column of a CSV file from the others. */
@Command(mixinStandardHelpOptions = true,
    description = "Predict a column of categories in CSV files, or who repays a loan where none are given.")
public final class TabularCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FILE", description = "CSV file to learn from")
    private @Nullable Path data;

    @Option(names = "--unseen", paramLabel = "FILE", description = "CSV file with the same columns, to test with")
    private @Nullable Path unseen;

    @Option(names = "--target", paramLabel = "COLUMN", defaultValue = Customers.TARGET, description = "default ${DEFAULT-VALUE}")
    private String target = Customers.TARGET;

    @Option(names = "--epochs", defaultValue = "60", description = "at most; default ${DEFAULT-VALUE}")
    private int epochs = 60;

    @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Option(names = "--report", paramLabel = "FILE", description = "where to write a page about the training, as HTML")
    private @Nullable Path report;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        if (data != null && unseen != null) {
            learn(data, unseen);
            return 0;
        }
        var folder = Files.createTempDirectory("tabular");
        var files = List.of(folder.resolve("learn.csv"), folder.resolve("unseen.csv"));
        try {
            Files.writeString(files.get(0), Customers.csv(seed, 4000));
            Files.writeString(files.get(1), Customers.csv(seed + 1, 1000));
            learn(files.get(0), files.get(1));
        } finally {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        }
        return 0;
    }

    private void learn(Path learn, Path test) {
        manualSeed(seed);
        // Other files may have categories that this one lacks, but for the classes that are to be told apart.
        var open = categories(csv(learn, TabularCommand::filled)).stream().map(Column::name).toArray(String[]::new);
        var table = csv(learn, c -> filled(c).unknownCategories(open));
        var parts = table.split(seed, 0.8);
        // Nothing of the rows that are held out may be in what the others are measured by.
        var scaling = Scaling.standard(parts.get(0), names(table));
        var training = scaling.apply(parts.get(0)).dataset(target);
        var validation = scaling.apply(parts.get(1)).dataset(target).batches(1000);
        var classes = table.categories(target).vocabulary().tokens();
        var net = new TabularNet(names(table).length, categories(table), classes.size());
        net.to(device.device());
        System.out.println(net);
        var run = train(net, t -> {
            var all = t.data(training.batches(64, b -> b.shuffle(seed))).validate(validation).loss(crossEntropy())
                .optimizer(adamW(o -> o.lr(3e-3).weightDecay(0.01))).metrics(accuracy()).epochs(epochs)
                .callbacks(earlyStopping(o -> o.patience(5).restoreBest())).progress();
            return report == null ? all : all.report(report, r -> r.title("Who repays").classes(classes).setting("file", learn));
        });
        // What is missing there is the mean of the rows that were learnt from, and categories have the numbers that they had.
        var fresh = scaling.apply(csv(test, c -> filled(c).like(table))).dataset(target);
        System.out.printf("%d epochs   test accuracy %.4f%n", run.history().epochs().size(),
            evaluate(net, fresh.batches(1000), crossEntropy(), accuracy()).of("accuracy"));
    }

    private static CsvOptions filled(CsvOptions options) {
        return options.missing(Missing.mean()).missing(Missing.category("none"));
    }

    private String[] names(Table table) {
        return table.columns().stream().filter(column -> column instanceof NumberColumn && !column.name().equals(target)).map(Column::name)
            .toArray(String[]::new);
    }

    private List<CategoryColumn> categories(Table table) {
        return table.columns().stream().filter(column -> column instanceof CategoryColumn && !column.name().equals(target))
            .map(CategoryColumn.class::cast).toList();
    }
}
