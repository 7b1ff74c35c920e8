package dev.tenon.gpu.kernels.update;

import dev.tenon.core.Operand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.spi.Op;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An optimizer's update of many parameters by one launch, or a few: the operands are the parameters, their gradients and their states, group
 * after group, and are written in place. The launch's arguments hold a table of them.
 *
 * @param <O> the operator's record
 */
abstract class StepKernel<O extends Op> extends GpuKernel<O> {
    /** Parameters of a table and elements of a block: as {@code optimizer.cu} has them. */
    private static final int TABLE = 72;
    private static final int GROUPS = 5;
    private static final long PIECE = 2048;
    private static final int THREADS = 256;

    private static final long SIZES = 8;
    private static final long ADDRESSES = SIZES + 8L * TABLE;
    private static final long FIRST_BLOCKS = ADDRESSES + 8L * GROUPS * TABLE;
    private static final int BYTES = (int) (FIRST_BLOCKS + 4L * TABLE);

    /** How many parameters the operands hold. */
    abstract long count(O op);

    /** The kernel's arguments behind the table. */
    abstract void arguments(O op, Launch launch);

    @Override
    protected final void run(O op, GpuCall call) {
        int count = Math.toIntExact(count(op));
        if (count == 0) {
            return;
        }
        var operands = new Operand[call.inputs()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = i / count == 1 ? call.dense(i) : call.in(i);
        }
        for (int first = 0; first < count;) {
            first = step(op, call, operands, count, first);
        }
    }

    /** Updates the parameters from {@code first} on that fit a table, of one dtype, and answers where the next ones start. */
    private int step(O op, GpuCall call, Operand[] operands, int count, int first) {
        var dtype = operands[first].dtype();
        var launch = call.launch("update/optimizer", op.descriptor().name(), dtype);
        var table = launch.arguments().struct(BYTES);
        int rows = 0;
        long blocks = 0;
        int i = first;
        for (; i < count && rows < TABLE && operands[i].dtype() == dtype; i++) {
            long n = operands[i].numel();
            if (n > 0) {
                row(table, rows++, operands, count, i, blocks);
                blocks += Math.ceilDiv(n, PIECE);
            }
        }
        table.set(ValueLayout.JAVA_INT, 0, rows);
        if (rows > 0) {
            arguments(op, launch);
            launch.grid(Dim.of(Math.toIntExact(blocks)), Dim.of(THREADS), 0);
        }
        return i;
    }

    private static void row(MemorySegment table, int row, Operand[] operands, int count, int i, long firstBlock) {
        table.set(ValueLayout.JAVA_LONG, SIZES + 8L * row, operands[i].numel());
        for (int group = 0; group * count + i < operands.length; group++) {
            table.set(ValueLayout.JAVA_LONG, ADDRESSES + 8L * (group * TABLE + row), operands[group * count + i].address());
        }
        table.set(ValueLayout.JAVA_INT, FIRST_BLOCKS + 4L * row, Math.toIntExact(firstBlock));
    }
}
