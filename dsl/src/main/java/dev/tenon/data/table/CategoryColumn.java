package dev.tenon.data.table;

import dev.tenon.data.text.Vocabulary;
import java.util.Arrays;

/** Categories by their numbers. */
public final class CategoryColumn implements Column {
    private final String name;
    private final int[] ids;
    private final Vocabulary vocabulary;

    /**
     * A column.
     *
     * @param name what it is called
     * @param ids one a row
     * @param vocabulary what the numbers mean
     */
    public CategoryColumn(String name, int[] ids, Vocabulary vocabulary) {
        this.name = name;
        this.ids = ids.clone();
        this.vocabulary = vocabulary;
    }

    @Override
    public String name() {
        return name;
    }

    /** One number a row. */
    public int[] ids() {
        return ids.clone();
    }

    /** What the numbers mean. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    int at(int row) {
        return ids[row];
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public CategoryColumn rows(int... numbers) {
        return new CategoryColumn(name, Arrays.stream(numbers).map(row -> ids[row]).toArray(), vocabulary);
    }
}
