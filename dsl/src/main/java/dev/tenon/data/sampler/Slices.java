package dev.tenon.data.sampler;

import dev.tenon.core.Ints;
import java.util.AbstractList;
import java.util.Arrays;

/** An order of samples cut into batches of one size; the last is shorter, or left out. */
final class Slices extends AbstractList<Ints> {
    private final long[] order;
    private final int length;
    private final boolean dropLast;

    Slices(long[] order, int length, boolean dropLast) {
        this.order = order;
        this.length = length;
        this.dropLast = dropLast;
    }

    static long count(long samples, int length, boolean dropLast) {
        return dropLast ? samples / length : Math.ceilDiv(samples, length);
    }

    @Override
    public int size() {
        return Math.toIntExact(count(order.length, length, dropLast));
    }

    @Override
    public Ints get(int batch) {
        int from = Math.multiplyExact(batch, length);
        return Ints.of(Arrays.copyOfRange(order, from, (int) Math.min((long) from + length, order.length)));
    }
}
