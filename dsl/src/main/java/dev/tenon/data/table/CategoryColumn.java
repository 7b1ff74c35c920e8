package dev.tenon.data.table;

import dev.tenon.data.text.Vocabulary;
import java.util.Arrays;

/**
 * Categories by their numbers.
 *
 * @param name what the column is called
 * @param ids one a row
 * @param vocabulary what the numbers mean
 */
public record CategoryColumn(String name, int[] ids, Vocabulary vocabulary) implements Column {
    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public CategoryColumn rows(int... numbers) {
        return new CategoryColumn(name, Arrays.stream(numbers).map(row -> ids[row]).toArray(), vocabulary);
    }
}
