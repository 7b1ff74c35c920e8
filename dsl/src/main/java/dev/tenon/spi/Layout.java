package dev.tenon.spi;

import dev.tenon.core.UncheckedOperand;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dimensions by which several operands are gone through together: sizes, outermost first, and each operand's strides in elements. This
 * is the one home of merging: dimensions of size 1 are left out, and neighbours are joined wherever they lie alike in every operand, so that
 * most calls end as one dimension. Where there is one element only, none is left.
 */
public final class Layout {
    /** Of one operand: nothing changes a layout once it is made. */
    private static final Layout ONE_ELEMENT = new Layout(0, 1);

    private final int most;
    private final int operands;
    /** The sizes, then the strides of one operand after another, with room for {@code most} dimensions each. */
    private final long[] numbers;
    private int rank;

    private Layout(int most, int operands) {
        this.most = most;
        this.operands = operands;
        this.numbers = new long[most * (operands + 1)];
    }

    /** The dimensions of these sizes in their order; strides by operand and dimension. */
    public static Layout of(long[] sizes, long[]... strides) {
        var layout = new Layout(sizes.length, strides.length);
        for (int k = 0; k < strides.length; k++) {
            System.arraycopy(strides[k], 0, layout.numbers, (k + 1) * layout.most, sizes.length);
        }
        layout.take(sizes);
        layout.merge();
        return layout;
    }

    /**
     * Operands over these sizes, broadcast from the right.
     *
     * @param leader the operand by whose strides dimensions are ordered, the largest outermost; equal ones keep their order
     */
    public static Layout over(long[] sizes, int leader, UncheckedOperand... operands) {
        var layout = new Layout(sizes.length, operands.length);
        for (int k = 0; k < operands.length; k++) {
            layout.broadcast(k, operands[k]);
        }
        layout.take(sizes);
        layout.sort(leader);
        layout.merge();
        return layout;
    }

    /** The dimensions that stay when others are folded, in their order. */
    public static Layout kept(UncheckedOperand operand, boolean[] folded) {
        return part(operand, folded, false);
    }

    /** The dimensions that are folded, the one with the closest elements innermost: the order of folding does not matter to what it means. */
    public static Layout folded(UncheckedOperand operand, boolean[] folded) {
        return part(operand, folded, true);
    }

    /**
     * As {@link #kept(UncheckedOperand, boolean[])}, of several operands over these sizes, broadcast from the right; one that is null lies
     * nowhere.
     */
    public static Layout kept(long[] sizes, boolean[] folded, @Nullable UncheckedOperand... operands) {
        return part(sizes, folded, false, operands);
    }

    /** As {@link #folded(UncheckedOperand, boolean[])}, of several operands: the largest says which elements are close. */
    public static Layout folded(long[] sizes, boolean[] folded, @Nullable UncheckedOperand... operands) {
        return part(sizes, folded, true, operands);
    }

    private static Layout part(long[] sizes, boolean[] folded, boolean wanted, @Nullable UncheckedOperand... operands) {
        var chosen = new long[sizes.length];
        var strides = new long[operands.length][sizes.length];
        int most = 0;
        for (int d = 0; d < sizes.length; d++) {
            if (folded[d] != wanted) {
                continue;
            }
            chosen[most] = sizes[d];
            for (int k = 0; k < operands.length; k++) {
                strides[k][most] = strideOver(operands[k], sizes.length - d);
            }
            most++;
        }
        var layout = new Layout(most, operands.length);
        for (int k = 0; k < operands.length; k++) {
            System.arraycopy(strides[k], 0, layout.numbers, (k + 1) * most, most);
        }
        layout.take(Arrays.copyOf(chosen, most));
        if (wanted) {
            layout.sort(largest(operands));
        }
        layout.merge();
        return layout;
    }

    /** The stride of a dimension counted from the last, which is 1; 0 where the operand is broadcast over it. */
    private static long strideOver(@Nullable UncheckedOperand operand, int fromLast) {
        int d = operand == null ? -1 : operand.sizes().length - fromLast;
        return operand == null || d < 0 || operand.sizes()[d] == 1 ? 0 : operand.strides()[d];
    }

    private static int largest(@Nullable UncheckedOperand... operands) {
        int largest = 0;
        long most = -1;
        for (int k = 0; k < operands.length; k++) {
            var operand = operands[k];
            if (operand != null && operand.numel() > most) {
                most = operand.numel();
                largest = k;
            }
        }
        return largest;
    }

    private static Layout part(UncheckedOperand operand, boolean[] folded, boolean wanted) {
        var sizes = operand.sizes();
        var strides = operand.strides();
        int most = 0;
        for (int d = 0; d < sizes.length; d++) {
            most += folded[d] == wanted && sizes[d] != 1 ? 1 : 0;
        }
        if (most == 0) {
            return ONE_ELEMENT;
        }
        var layout = new Layout(most, 1);
        for (int d = 0; d < sizes.length; d++) {
            if (folded[d] == wanted && sizes[d] != 1) {
                layout.join(sizes[d], strides[d]);
            }
        }
        if (wanted && layout.rank > 1) {
            layout.sort(0);
            layout.merge();
        }
        return layout;
    }

    // ---- making -----------------------------------------------------------------------------------------------------

    /** Adds a dimension of one operand, as a part of the one before where it continues that. */
    private void join(long size, long stride) {
        int last = rank - 1;
        if (last >= 0 && numbers[most + last] == stride * size) {
            numbers[last] *= size;
            numbers[most + last] = stride;
            return;
        }
        numbers[rank] = size;
        numbers[most + rank++] = stride;
    }

    private void broadcast(int k, UncheckedOperand operand) {
        var sizes = operand.sizes();
        var strides = operand.strides();
        int first = (k + 2) * most - sizes.length;
        for (int d = 0; d < sizes.length; d++) {
            numbers[first + d] = sizes[d] == 1 ? 0 : strides[d];
        }
    }

    /** Takes the sizes that are not 1; all strides are there. */
    private void take(long[] sizes) {
        for (int d = 0; d < most; d++) {
            if (sizes[d] != 1) {
                move(d, rank);
                numbers[rank++] = sizes[d];
            }
        }
    }

    private void move(int from, int to) {
        for (int at = most; at < numbers.length; at += most) {
            numbers[at + to] = numbers[at + from];
        }
    }

    /** Insertion sort, which is stable. */
    private void sort(int leader) {
        int first = (leader + 1) * most;
        for (int d = 1; d < rank; d++) {
            for (int e = d; e > 0 && numbers[first + e - 1] < numbers[first + e]; e--) {
                swap(e - 1, e);
            }
        }
    }

    private void swap(int a, int b) {
        for (int at = 0; at < numbers.length; at += most) {
            long number = numbers[at + a];
            numbers[at + a] = numbers[at + b];
            numbers[at + b] = number;
        }
    }

    private void merge() {
        int last = 0;
        for (int d = 1; d < rank; d++) {
            long size = numbers[d];
            if (isOne(last, d)) {
                size *= numbers[last];
            } else {
                last++;
            }
            move(d, last);
            numbers[last] = size;
        }
        rank = Math.min(rank, last + 1);
    }

    private boolean isOne(int outer, int inner) {
        for (int at = most; at < numbers.length; at += most) {
            if (numbers[at + outer] != numbers[at + inner] * numbers[inner]) {
                return false;
            }
        }
        return true;
    }

    // ---- numbers ----------------------------------------------------------------------------------------------------

    /** How many dimensions are left. */
    public int rank() {
        return rank;
    }

    /** How many operands it is of. */
    public int operands() {
        return operands;
    }

    public long size(int dim) {
        return numbers[dim];
    }

    public long stride(int operand, int dim) {
        return numbers[(operand + 1) * most + dim];
    }

    /** The size of the innermost dimension; 1 where there is one element only. */
    public long inner() {
        return rank == 0 ? 1 : numbers[rank - 1];
    }

    /** The stride of the innermost dimension; 0 where there is one element only. */
    public long innerStride(int operand) {
        return rank == 0 ? 0 : stride(operand, rank - 1);
    }

    public long numel() {
        long n = 1;
        for (int d = 0; d < rank; d++) {
            n *= numbers[d];
        }
        return n;
    }

    /** The sizes, as a list of one's own. */
    public long[] sizes() {
        return Arrays.copyOf(numbers, rank);
    }

    /** An operand's strides, as a list of one's own. */
    public long[] strides(int operand) {
        return Arrays.copyOfRange(numbers, (operand + 1) * most, (operand + 1) * most + rank);
    }

    /** The offset of an operand's element by its number in the order of iteration, over the first {@code dims} dimensions. */
    public long offset(int operand, int dims, long index) {
        if (dims == 1) {
            return index * stride(operand, 0);
        }
        long offset = 0;
        long rest = index;
        for (int d = dims - 1; d >= 0; d--) {
            offset += rest % numbers[d] * stride(operand, d);
            rest /= numbers[d];
        }
        return offset;
    }

    // ---- questions --------------------------------------------------------------------------------------------------

    /** Whether the operand's elements lie one after another in the order of iteration. */
    public boolean isLinear(int operand) {
        long expected = 1;
        for (int d = rank - 1; d >= 0; d--) {
            if (stride(operand, d) != expected && numbers[d] != 1) {
                return false;
            }
            expected *= numbers[d];
        }
        return true;
    }

    /** After how many elements the operand starts again from its first, having been one after another; 0 if it is not so. */
    public long period(int operand) {
        long period = 1;
        int d = rank - 1;
        while (d >= 0 && stride(operand, d) == period) {
            period *= numbers[d--];
        }
        while (d >= 0 && stride(operand, d) == 0) {
            d--;
        }
        return d < 0 ? period : 0;
    }

    /** Whether the operand is one element, repeated. */
    public boolean isScalar(int operand) {
        for (int d = 0; d < rank; d++) {
            if (stride(operand, d) != 0) {
                return false;
            }
        }
        return true;
    }

    // ---- parts ------------------------------------------------------------------------------------------------------

    /** As this, with so many elements of the innermost dimension taken together; operands that are repeated along it stay where they are. */
    public Layout grouped(int elements) {
        var grouped = copy(rank);
        grouped.numbers[rank - 1] /= elements;
        for (int at = most; at < grouped.numbers.length; at += most) {
            grouped.numbers[at + rank - 1] *= elements;
        }
        return grouped;
    }

    /** As this, without the outermost dimension. */
    public Layout inside() {
        var inside = copy(rank - 1);
        for (int at = 0; at < numbers.length; at += most) {
            System.arraycopy(numbers, at + 1, inside.numbers, at, rank - 1);
        }
        return inside;
    }

    private Layout copy(int dims) {
        var copy = new Layout(most, operands);
        System.arraycopy(numbers, 0, copy.numbers, 0, numbers.length);
        copy.rank = dims;
        return copy;
    }
}
