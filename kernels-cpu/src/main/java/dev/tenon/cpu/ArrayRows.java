package dev.tenon.cpu;

import dev.tenon.core.Shape;
import dev.tenon.core.TenonException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a kernel's operands along one dimension as Java arrays: converted from the dtype that an operand has and back to it, gathered where
 * it is strided or broadcast, and shared out to all threads.
 * <pre>{@code
 * ArrayRows.along(-1).reads(operands.input()).writes(operands.result()).run(row -> {
 *     double[] x = row.doubles(operands.input());
 *     double[] y = row.doubles(operands.result());
 *     ...
 * });
 * }</pre>
 * A wrong index is an exception and never a wrong address. A row is computed by one thread and shares nothing with others, so results are the same
 * for any number of threads.
 */
public final class ArrayRows {
    private final long dim;
    private final List<RowOperand> operands = new ArrayList<>();
    private ArrayRows(long dim) {
        this.dim = dim;
    }

    /** Rows along this dimension of each operand; a negative one counts from its end, and a 0-d operand is a row of one element. */
    public static ArrayRows along(long dim) {
        return new ArrayRows(dim);
    }

    /** Operands whose rows are read; an optional one that was not given is passed over. */
    public ArrayRows reads(@Nullable UncheckedOperand... read) {
        return add(true, false, read);
    }

    /**
     * Results, whose rows the kernel fills: what it leaves out is NaN, or 0 in integers. One that has the other dimensions alone, as a fold
     * without {@code keepdim} gives it, has rows of one element.
     */
    public ArrayRows writes(UncheckedOperand... written) {
        return add(false, true, written);
    }

    /** Operands that the kernel changes, as the key {@code writes} of the spec says. */
    public ArrayRows updates(UncheckedOperand... updated) {
        return add(true, true, updated);
    }

    private ArrayRows add(boolean read, boolean written, @Nullable UncheckedOperand[] added) {
        for (var operand : added) {
            if (operand != null) {
                operands.add(RowOperand.of(operand, dim, read, written));
            }
        }
        return this;
    }

    /**
     * Calls the kernel with every row, on several threads. All dimensions but the rows' own are broadcast against each other.
     *
     * @throws TenonException if the operands do not broadcast, or what is written is broadcast
     * @throws TenonException if the kernel does not ask for the row of a result
     */
    public void run(Consumer<ArrayRow> kernel) {
        var outer = outer();
        var rows = operands.stream().map(operand -> operand.isFolded(outer) ? operand.folded() : operand.over(outer)).toList();
        long length = rows.stream().mapToLong(RowOperand::length).max().orElse(1);
        Workers.run(Shape.count(outer), Workers.grain(length), (from, to) -> {
            var row = new ArrayRow(rows);
            try {
                for (long i = from; i < to; i++) {
                    row.moveTo(i);
                    kernel.accept(row);
                    row.store();
                }
            } finally {
                row.end();
            }
        });
    }

    /** What is read, and then results, of which only one with fewer dimensions than others can be without the rows' own. */
    private List<RowOperand> byRank() {
        return operands.stream().sorted(Comparator.comparing((RowOperand operand) -> !operand.read())
            .thenComparingInt(operand -> -operand.operand().rank())).toList();
    }

    /** The sizes of all dimensions but the rows' own. */
    private long[] outer() {
        var outer = new long[0];
        for (var operand : byRank()) {
            if (!operand.isFolded(outer)) {
                outer = Sizes.broadcast(outer, operand.outer());
            }
        }
        for (var operand : operands) {
            if (operand.written() && !Arrays.equals(outer, operand.outer()) && !operand.isFolded(outer)) {
                throw new TenonException("kernel: rows " + Arrays.toString(outer) + " cannot be written to an operand "
                    + Arrays.toString(operand.operand().sizes()) + ", which has rows " + Arrays.toString(operand.outer())
                    + ": several would share a place\n  try:   a result with all other dimensions, with or without the rows' own");
            }
        }
        return outer;
    }
}
