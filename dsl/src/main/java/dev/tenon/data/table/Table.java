package dev.tenon.data.table;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.TensorDataset;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Columns of the same length.
 *
 * @param columns in their order
 */
public record Table(List<Column> columns) {
    /**
     * A table of these columns.
     *
     * @throws ArgumentException if there is none, a name occurs twice, or the lengths differ
     */
    public Table {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new ArgumentException("table: there must be at least one column");
        }
        var names = new HashSet<String>();
        for (var column : columns) {
            if (!names.add(column.name())) {
                throw new ArgumentException("table: column '" + column.name() + "' occurs twice");
            }
            if (column.size() != columns.getFirst().size()) {
                throw new ArgumentException("table: all columns must have as many rows, '" + columns.getFirst().name() + "' has "
                    + columns.getFirst().size() + " and '" + column.name() + "' has " + column.size());
            }
        }
    }

    /** How many rows there are. */
    public int size() {
        return columns.getFirst().size();
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * The column of this name.
     *
     * @throws ArgumentException if there is none
     */
    public Column column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst()
            .orElseThrow(() -> new ArgumentException("table: there is no column '" + name + "', only " + names()));
    }

    /**
     * The numbers of this name.
     *
     * @throws ArgumentException if there is no such column, or it has categories
     */
    public NumberColumn numbers(String name) {
        if (column(name) instanceof NumberColumn numbers) {
            return numbers;
        }
        throw new ArgumentException("table: column '" + name + "' has categories, not numbers");
    }

    /**
     * The categories of this name.
     *
     * @throws ArgumentException if there is no such column, or it has numbers
     */
    public CategoryColumn categories(String name) {
        if (column(name) instanceof CategoryColumn categories) {
            return categories;
        }
        throw new ArgumentException("table: column '" + name + "' has numbers, not categories");
    }

    /** Without these columns. */
    public Table without(String... names) {
        var left = new ArrayList<>(columns);
        for (var name : names) {
            left.remove(column(name));
        }
        return new Table(left);
    }

    /** With other columns in the place of those that they are called as. */
    public Table with(Column... changed) {
        var byName = new LinkedHashMap<String, Column>();
        columns.forEach(column -> byName.put(column.name(), column));
        for (var column : changed) {
            byName.put(column.name(), column);
        }
        return new Table(List.copyOf(byName.values()));
    }

    /** The rows of these numbers. */
    public Table rows(int... numbers) {
        return new Table(columns.stream().map(column -> column.rows(numbers)).toList());
    }

    /**
     * The first {@code share} of the shuffled rows, and the rest, so that what is fitted can be fitted on one of them alone.
     *
     * @param seed what the parts follow from
     * @param share from 0 to 1
     */
    public List<Table> split(long seed, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new ArgumentException("table: the share must be from 0 to 1, got " + share);
        }
        var order = IntStream.range(0, size()).toArray();
        var random = new Generator(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) random.nextLong(i + 1L);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        int cut = (int) Math.round(order.length * share);
        return List.of(rows(Arrays.copyOfRange(order, 0, cut)), rows(Arrays.copyOfRange(order, cut, order.length)));
    }

    /** With each of these columns of categories as one of zeros and ones for each of its categories: {@code city=Paris}. */
    public Table oneHot(String... names) {
        var coded = new ArrayList<Column>();
        var wanted = List.of(names);
        wanted.forEach(this::categories);
        for (var column : columns) {
            if (wanted.contains(column.name())) {
                coded.addAll(oneHot(categories(column.name())));
            } else {
                coded.add(column);
            }
        }
        return new Table(coded);
    }

    private static List<Column> oneHot(CategoryColumn column) {
        var coded = new ArrayList<Column>();
        for (int id = 0; id < column.vocabulary().size(); id++) {
            int category = id;
            coded.add(new NumberColumn(column.name() + "=" + column.vocabulary().token(id),
                Arrays.stream(column.ids()).mapToDouble(row -> row == category ? 1 : 0).toArray()));
        }
        return coded;
    }

    /**
     * A dataset of the rows. Inputs are the numbers, {@code x}, float32 {@code [n, columns]}, where there are any, and then the categories,
     * {@code categories}, int64 {@code [n, columns]}, where there are any.
     *
     * @param target the column to predict: float32 {@code [n, 1]} of numbers, int64 {@code [n]} of categories
     */
    public Dataset dataset(String target) {
        var column = column(target);
        var goal = column instanceof CategoryColumn categories
            ? Creation.of(Arrays.stream(categories.ids()).asLongStream().toArray(), DType.INT64, Device.CPU, size())
            : matrix(List.of(numbers(target)));
        return new TensorDataset(new Batch(inputs(columns.stream().filter(other -> other != column).toList()), Map.of("y", goal)));
    }

    /** A dataset of the rows without a target, to predict it. */
    public Dataset dataset() {
        return new TensorDataset(new Batch(inputs(columns), Map.of()));
    }

    private Map<String, Tensor> inputs(List<Column> from) {
        var numbers = from.stream().filter(NumberColumn.class::isInstance).map(NumberColumn.class::cast).toList();
        var categories = from.stream().filter(CategoryColumn.class::isInstance).map(CategoryColumn.class::cast).toList();
        var inputs = new LinkedHashMap<String, Tensor>();
        if (!numbers.isEmpty()) {
            inputs.put("x", matrix(numbers));
        }
        if (!categories.isEmpty()) {
            inputs.put("categories", ids(categories));
        }
        return inputs;
    }

    private Tensor matrix(List<NumberColumn> numbers) {
        int width = numbers.size();
        var values = new float[Math.multiplyExact(size(), width)];
        for (int c = 0; c < width; c++) {
            for (int row = 0; row < size(); row++) {
                values[row * width + c] = (float) numbers.get(c).at(row);
            }
        }
        return Creation.of(values, DType.FLOAT32, Device.CPU, size(), width);
    }

    private Tensor ids(List<CategoryColumn> categories) {
        int width = categories.size();
        var values = new long[Math.multiplyExact(size(), width)];
        for (int c = 0; c < width; c++) {
            for (int row = 0; row < size(); row++) {
                values[row * width + c] = categories.get(c).at(row);
            }
        }
        return Creation.of(values, DType.INT64, Device.CPU, size(), width);
    }
}
