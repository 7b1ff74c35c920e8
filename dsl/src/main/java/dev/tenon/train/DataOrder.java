package dev.tenon.train;

import dev.tenon.data.DataLoader;
import dev.tenon.train.checkpoint.CheckpointEntries;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the batches of a loader follow from.
 *
 * @param order the seed of the order, or null for that of the samples
 * @param changes the seed of random changes
 */
record DataOrder(@Nullable Long order, long changes) {
    private static final String STRAIGHT = "straight";

    static DataOrder of(DataLoader data) {
        return new DataOrder(data.options().order(), data.seed());
    }

    /** The loader with the batches that were. */
    DataLoader restored(DataLoader data) {
        return data.reordered(order, changes);
    }

    void write(String prefix, Map<String, String> text) {
        text.put(prefix + "order", order == null ? STRAIGHT : order.toString());
        text.put(prefix + "changes", Long.toString(changes));
    }

    static DataOrder read(String prefix, CheckpointEntries entries) {
        var order = entries.required(prefix + "order").equals(STRAIGHT) ? null
            : Long.valueOf(entries.integer(prefix + "order", Long.MIN_VALUE, Long.MAX_VALUE));
        return new DataOrder(order, entries.integer(prefix + "changes", Long.MIN_VALUE, Long.MAX_VALUE));
    }
}
