package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.spi.StepOp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer's update of many parameters by one launch, or a few: the operands are the parameters, their gradients and their states, group
 * after group, and are written in place. The launch's arguments hold a table of them, the structure {@code TnTable} of {@code step.cuh}.
 *
 * @param <O> the step's record
 */
public final class StepLaunch<O extends StepOp> extends GeneratedLaunch<O> {
    private static final long PIECE = 2048;
    private static final int THREADS = 256;
    private static final int TABLE_BYTES = 3744;
    private static final int GRADIENT = 1;
    private static final long SIZES = 8;

    private @Nullable ToIntFunction<O> form;

    /**
     * A kernel.
     *
     * @param owner a class beside which the source is found
     * @param source its name below {@code META-INF/tenon/cuda}
     * @param name what the names of its kernels begin with
     * @param forms what they end in, one for each set of states
     */
    public StepLaunch(Class<?> owner, String source, String name, String... forms) {
        super(owner, source, name, forms);
    }

    /** As this, with the form that the settings ask for. */
    public StepLaunch<O> form(ToIntFunction<O> chosen) {
        form = chosen;
        return this;
    }

    @Override
    protected void run(O op, GpuCall call) {
        int count = Math.toIntExact(op.count());
        if (count == 0) {
            return;
        }
        var operands = new UncheckedOperand[call.inputs()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = i / count == GRADIENT ? call.dense(i) : call.in(i);
        }
        var table = new Table(operands, count);
        for (int first = 0; first < count;) {
            first = step(op, call, table, first);
        }
    }

    /** Updates the parameters from {@code first} on that fit a table, of one dtype, and answers where the next ones start. */
    private int step(O op, GpuCall call, Table table, int first) {
        var dtype = table.operands[first].dtype();
        var launch = launch(op, call, form == null ? 0 : form.applyAsInt(op), dtype);
        int next = table.write(launch.arguments().struct(table.bytes()), first);
        if (table.blocks > 0) {
            pack(op, call, launch, Lane.of(dtype));
            launch.grid(Dim.of(Math.toIntExact(table.blocks)), Dim.of(THREADS), 0);
        } else {
            launch.arguments().end();
        }
        return next;
    }

    /** The operands as tables of as many parameters as the arguments of a launch have room for. */
    private static final class Table {
        final UncheckedOperand[] operands;
        final int count;
        final int groups;
        final int most;
        long blocks;

        Table(UncheckedOperand[] operands, int count) {
            this.operands = operands;
            this.count = count;
            this.groups = operands.length / count;
            this.most = TABLE_BYTES / (12 + 8 * groups) / 2 * 2;
        }

        int bytes() {
            return (int) SIZES + (8 + 8 * groups + 4) * most;
        }

        /** Writes the parameters from {@code first} on that have one dtype and fit; answers where the next ones start. */
        int write(MemorySegment table, int first) {
            int rows = 0;
            int i = first;
            blocks = 0;
            for (; i < count && rows < most && operands[i].dtype() == operands[first].dtype(); i++) {
                long n = operands[i].numel();
                if (n > 0) {
                    row(table, rows++, i);
                    blocks += Math.ceilDiv(n, PIECE);
                }
            }
            table.set(ValueLayout.JAVA_INT, 0, rows);
            return i;
        }

        private void row(MemorySegment table, int row, int i) {
            long addresses = SIZES + 8L * most;
            table.set(ValueLayout.JAVA_LONG, SIZES + 8L * row, operands[i].numel());
            for (int group = 0; group < groups; group++) {
                table.set(ValueLayout.JAVA_LONG, addresses + 8L * (group * most + row), operands[group * count + i].address());
            }
            table.set(ValueLayout.JAVA_INT, addresses + 8L * groups * most + 4L * row, Math.toIntExact(blocks));
        }
    }
}
