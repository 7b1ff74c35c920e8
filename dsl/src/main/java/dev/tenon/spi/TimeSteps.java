package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;

/**
 * Where the steps of sequences lie that are packed by time: all first elements, then all second ones, the longest sequence first. A step of time
 * has as many rows as there are sequences that are so long.
 */
public final class TimeSteps {
    private final long[] sizes;
    private final long[] offsets;
    private final boolean reverse;

    private TimeSteps(long[] sizes, long[] offsets, boolean reverse) {
        this.sizes = sizes;
        this.offsets = offsets;
        this.reverse = reverse;
    }

    /**
     * The steps of {@code batch} sequences with {@code rows} elements together.
     *
     * @param batchSizes how many sequences have a first element, a second one and so on
     * @param reverse whether time runs from each sequence's end to its beginning
     * @throws ArgumentException if the sizes grow, or are not of so many sequences and elements
     */
    public static TimeSteps of(Ints batchSizes, long batch, long rows, boolean reverse) {
        var sizes = batchSizes.toArray();
        var offsets = new long[sizes.length];
        long sum = 0;
        for (int t = 0; t < sizes.length; t++) {
            offsets[t] = sum;
            sum += sizes[t];
            if (sizes[t] < 0 || sizes[t] > (t == 0 ? batch : sizes[t - 1])) {
                throw new ArgumentException("batch_sizes must not grow and not exceed the " + batch + " sequences, got " + batchSizes);
            }
        }
        if (sum != rows || sizes.length == 0 || sizes[0] != batch) {
            throw new ArgumentException("batch_sizes must be of " + batch + " sequences with " + rows + " elements together, got "
                + batchSizes);
        }
        return new TimeSteps(sizes, offsets, reverse);
    }

    /** How many steps the longest sequence has. */
    public int count() {
        return sizes.length;
    }

    /** Which time the step comes to: the last one first where time is reversed. */
    public int time(int step) {
        return reverse ? sizes.length - 1 - step : step;
    }

    /** How many sequences are there at that time: the first ones. */
    public long rows(int time) {
        return sizes[time];
    }

    /** The row of the first sequence at that time. */
    public long offset(int time) {
        return offsets[time];
    }

    /** How many sequences, the first ones, have the time before as their state; the others have their initial state. */
    public long carried(int time) {
        int before = before(time);
        return before < 0 || before == sizes.length ? 0 : Math.min(sizes[time], sizes[before]);
    }

    /** Where the row of the sequence is whose output is its state at that time, which must be carried. */
    public long stateRow(int time, long sequence) {
        return offsets[before(time)] + sequence;
    }

    private int before(int time) {
        return reverse ? time + 1 : time - 1;
    }
}
