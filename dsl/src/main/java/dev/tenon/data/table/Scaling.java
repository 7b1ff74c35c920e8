package dev.tenon.data.table;

import dev.tenon.core.ArgumentException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change of columns of numbers, {@code (x - shift) / scale}, fitted on one table and applied to any: {@code Scaling.standard(train,
 * "age").apply(test)}.
 */
public final class Scaling {
    private final Map<String, Linear> columns;

    /**
     * What happens to one column.
     *
     * @param shift what is taken away
     * @param scale what is divided by; 1 where all values are the same
     */
    public record Linear(double shift, double scale) {
        public Linear {
            scale = scale == 0 ? 1 : scale;
        }
    }

    private Scaling(Map<String, Linear> columns) {
        this.columns = columns;
    }

    /** Mean 0 and standard deviation (of the population) 1 on the given table, as scikit-learn's {@code StandardScaler}. */
    public static Scaling standard(Table fitted, String... names) {
        return fit(fitted, names, values -> {
            double mean = Arrays.stream(values).average().orElse(0);
            double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
            return new Linear(mean, Math.sqrt(variance));
        });
    }

    /** From 0 to 1 on the given table, as scikit-learn's {@code MinMaxScaler}. */
    public static Scaling minMax(Table fitted, String... names) {
        return fit(fitted, names, values -> {
            double least = Arrays.stream(values).min().orElse(0);
            return new Linear(least, Arrays.stream(values).max().orElse(1) - least);
        });
    }

    private static Scaling fit(Table table, String[] names, Function<double[], Linear> way) {
        if (names.length == 0) {
            throw new ArgumentException("scaling: there must be at least one column, of " + table.names());
        }
        var fitted = new LinkedHashMap<String, Linear>();
        for (var name : names) {
            fitted.put(name, way.apply(table.numbers(name).values()));
        }
        return new Scaling(fitted);
    }

    /** The columns that are changed. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /**
     * What happens to a column.
     *
     * @throws ArgumentException if it is left alone
     */
    public Linear of(String name) {
        @Nullable Linear linear = columns.get(name);
        if (linear == null) {
            throw new ArgumentException("scaling: column '" + name + "' is left alone, only " + names() + " are changed");
        }
        return linear;
    }

    /** The table with its columns changed; others stay. */
    public Table apply(Table table) {
        return table.with(columns.entrySet().stream().map(entry -> {
            var by = entry.getValue();
            return new NumberColumn(entry.getKey(),
                Arrays.stream(table.numbers(entry.getKey()).values()).map(value -> (value - by.shift()) / by.scale()).toArray());
        }).toArray(Column[]::new));
    }

    /** The value that {@code scaled} was before, of a predicted target above all. */
    public double invert(String name, double scaled) {
        var by = of(name);
        return scaled * by.scale() + by.shift();
    }
}
