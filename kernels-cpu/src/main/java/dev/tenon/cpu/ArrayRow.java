package dev.tenon.cpu;

import dev.tenon.core.Operand;
import dev.tenon.core.TenonException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.Convert;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the operands of {@link ArrayRows}. Its arrays hold this row until the kernel returns and are then used for the next one. An operand is
 * asked for in one of three types: halves fit a {@code float[]}, integers a {@code long[]}, and everything but large integers a {@code double[]}.
 */
public final class ArrayRow {
    private final List<RowOperand> operands;
    private final @Nullable Object[] arrays;
    private final boolean[] asked;
    private final Scratch scratch = Scratch.of();
    private final long mark = scratch.mark();
    private final long stage;
    private boolean isOpen = true;
    private long index;

    ArrayRow(List<RowOperand> operands) {
        this.operands = operands;
        this.arrays = new @Nullable Object[operands.size()];
        this.asked = new boolean[operands.size()];
        this.stage = scratch.take(Double.BYTES * operands.stream().mapToLong(RowOperand::length).max().orElse(0));
    }

    /** The number of this row, from 0, in row-major order. */
    public long index() {
        return index;
    }

    /** The row of an operand. */
    public double[] doubles(UncheckedOperand operand) {
        int k = place(operand);
        var array = arrays[k] instanceof double[] known ? known : new double[length(k)];
        if (begins(k, array)) {
            if (load(k, Lane.F64)) {
                MemorySegment.copy(UncheckedAccess.ALL, ValueLayout.JAVA_DOUBLE, stage, array, 0, array.length);
            } else {
                Arrays.fill(array, Double.NaN);
            }
        }
        return array;
    }

    /** The row of an operand. */
    public float[] floats(UncheckedOperand operand) {
        int k = place(operand);
        var array = arrays[k] instanceof float[] known ? known : new float[length(k)];
        if (begins(k, array)) {
            if (load(k, Lane.F32)) {
                MemorySegment.copy(UncheckedAccess.ALL, ValueLayout.JAVA_FLOAT, stage, array, 0, array.length);
            } else {
                Arrays.fill(array, Float.NaN);
            }
        }
        return array;
    }

    /** The row of an operand; fractions are cut off. */
    public long[] longs(UncheckedOperand operand) {
        int k = place(operand);
        var array = arrays[k] instanceof long[] known ? known : new long[length(k)];
        if (begins(k, array)) {
            if (load(k, Lane.I64)) {
                MemorySegment.copy(UncheckedAccess.ALL, ValueLayout.JAVA_LONG, stage, array, 0, array.length);
            } else {
                Arrays.fill(array, 0);
            }
        }
        return array;
    }

    private int place(UncheckedOperand operand) {
        if (!isOpen) {
            throw new TenonException("kernel: the kernel that this row was for has ended");
        }
        for (int k = 0; k < operands.size(); k++) {
            if (operands.get(k).operand() == operand) {
                return k;
            }
        }
        throw new TenonException(
            "kernel: these rows have no operand " + Operand.describe(operand) + ": name it in reads(...) or writes(...) first");
    }

    private int length(int k) {
        return operands.get(k).length();
    }

    /** Whether an array was not asked for in this row before. */
    private boolean begins(int k, Object array) {
        if (asked[k]) {
            if (arrays[k] != array) {
                throw new TenonException("kernel: a row is asked for in two types: " + Operand.describe(operands.get(k).operand()));
            }
            return false;
        }
        asked[k] = true;
        arrays[k] = array;
        return true;
    }

    private boolean load(int k, Lane lane) {
        var operand = operands.get(k);
        if (operand.read()) {
            Convert.load(operand.operand().dtype(), operand.address(index), operand.stride(), operand.length(), lane, stage);
        }
        return operand.read();
    }

    void moveTo(long row) {
        index = row;
        Arrays.fill(asked, false);
    }

    /** Writes the results back. */
    void store() {
        for (int k = 0; k < operands.size(); k++) {
            var operand = operands.get(k);
            if (operand.written() && !asked[k]) {
                throw new TenonException("kernel: the kernel did not write row " + index + " of " + Operand.describe(operand.operand()));
            }
            if (operand.written()) {
                var lane = unload(arrays[k]);
                Convert.store(lane, stage, operand.length(), operand.operand().dtype(), operand.address(index), operand.stride());
            }
        }
    }

    private Lane unload(@Nullable Object array) {
        return switch (array) {
            case double[] values -> {
                MemorySegment.copy(values, 0, UncheckedAccess.ALL, ValueLayout.JAVA_DOUBLE, stage, values.length);
                yield Lane.F64;
            }
            case float[] values -> {
                MemorySegment.copy(values, 0, UncheckedAccess.ALL, ValueLayout.JAVA_FLOAT, stage, values.length);
                yield Lane.F32;
            }
            case long[] values -> {
                MemorySegment.copy(values, 0, UncheckedAccess.ALL, ValueLayout.JAVA_LONG, stage, values.length);
                yield Lane.I64;
            }
            case null, default -> throw new IllegalStateException("no array");
        };
    }

    /** Gives the memory back; from now on nothing can be asked for. */
    void end() {
        isOpen = false;
        scratch.release(mark);
    }
}
