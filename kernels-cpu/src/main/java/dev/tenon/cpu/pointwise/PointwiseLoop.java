package dev.tenon.cpu.pointwise;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.RowCursor;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.Layout;
import dev.tenon.spi.Op;
import java.util.Arrays;

/**
 * One run of a pointwise kernel over operands that are not all plain. Elements are taken in blocks; each operand of a
 * block is used where it lies if it is contiguous there and of the lane's dtype, and goes through a buffer otherwise.
 */
final class PointwiseLoop<O extends Op> implements Workers.Part {
    /** Rows at least this long are blocks of their own; shorter ones are gathered, several to a block. */
    private static final long LONG_ROW = 128;
    /** The elements of a pattern: an operand that starts again after a short period is written out this far. */
    private static final long PATTERN = 4096;

    /** How an operand's elements reach a block. */
    private enum Access {
        /** One after another in iteration order. */
        LINEAR,
        /** One element, repeated. */
        SCALAR,
        /** One after another, and again from the first after a short period. */
        PERIODIC,
        /** By row and stride. */
        STRIDED
    }

    private final PointwiseKernel<O> kernel;
    private final O op;
    private final Lane lane;
    private final int outputs;
    private final long given;
    private final UncheckedOperand[] operands;
    private final Access[] access;
    private final Layout layout;
    private final boolean byRow;
    private final boolean wholeRows;
    private final boolean plain;
    /** The period of all periodic operands, or 0. */
    private final long period;
    /** The most elements in a block that has a buffer. */
    private final long limit;

    /** A loop over these operands, outputs first; bits say which inputs were given. */
    PointwiseLoop(PointwiseKernel<O> kernel, O op, UncheckedOperand[] operands, Lane lane, int outputs, long given) {
        this.kernel = kernel;
        this.op = op;
        this.lane = lane;
        this.outputs = outputs;
        this.given = given;
        this.operands = operands;
        layout = Layout.over(operands[0].sizes(), 0, operands);
        boolean temporaries = kernel.temporaries() > 0;
        access = new Access[operands.length];
        period = classify(temporaries ? PointwiseKernel.BLOCK : PATTERN / 2);
        boolean strided = has(Access.STRIDED);
        byRow = strided && layout.inner() >= LONG_ROW;
        wholeRows = strided && !byRow;
        plain = !temporaries && !wholeRows && !isBuffered();
        long room = period > 0 && !temporaries ? PATTERN : PointwiseKernel.BLOCK;
        long unit = period > 0 ? period : wholeRows ? layout.inner() : 1;
        limit = room / unit * unit;
    }

    /** Settles how each operand is reached; the answer is the common period of those that have one of at most {@code longest}. */
    private long classify(long longest) {
        long common = 0;
        boolean strided = false;
        for (int k = 0; k < operands.length; k++) {
            long own = layout.period(k);
            access[k] = layout.isLinear(k) ? Access.LINEAR : k >= outputs && layout.isScalar(k) ? Access.SCALAR : Access.STRIDED;
            if (access[k] == Access.STRIDED && k >= outputs && own > 1 && own <= longest && (common == 0 || common == own)) {
                access[k] = Access.PERIODIC;
                common = own;
            }
            strided |= access[k] == Access.STRIDED;
        }
        if (strided) {
            Arrays.setAll(access, k -> access[k] == Access.PERIODIC ? Access.STRIDED : access[k]);
            return 0;
        }
        return common;
    }

    private boolean has(Access wanted) {
        for (var a : access) {
            if (a == wanted) {
                return true;
            }
        }
        return false;
    }

    private boolean isBuffered() {
        for (int k = 0; k < operands.length; k++) {
            if (access[k] == Access.SCALAR || access[k] == Access.PERIODIC || operands[k].dtype() != lane.dtype()
                || layout.innerStride(k) != 1) {
                return true;
            }
        }
        return false;
    }

    /** The grain of parallel work: whole rows where rows are short, whole periods. */
    long grain(long wanted) {
        long unit = wholeRows ? layout.inner() : Math.max(1, period);
        return (wanted + unit - 1) / unit * unit;
    }

    @Override
    public void run(long from, long to) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            new Pass(scratch).run(from, to);
        } finally {
            scratch.release(mark);
        }
    }

    /** One thread's pass over its part. */
    private final class Pass {
        private final Scratch scratch;
        private final Block block;
        private final RowCursor rows = new RowCursor(layout, operands.length);
        private final long[] buffers = new long[operands.length];
        private final long[] filled = new long[operands.length];
        private long spare;

        Pass(Scratch scratch) {
            this.scratch = scratch;
            block = scratch.block();
            block.reserve(operands.length - outputs, outputs, kernel.temporaries());
            block.given(given);
            kernel.takeTemporaries(scratch, lane);
            for (int k = 0; k < operands.length; k++) {
                if (access[k] != Access.LINEAR || operands[k].dtype() != lane.dtype()) {
                    buffers[k] = scratch.take(limit * Long.BYTES);
                }
            }
        }

        void run(long from, long to) {
            for (long i = from; i < to;) {
                long n = Math.min(to - i, length(i));
                if (byRow) {
                    rows.moveTo(i / layout.inner());
                }
                for (int k = outputs; k < operands.length; k++) {
                    block.in(k - outputs, read(k, i, n));
                }
                for (int k = 0; k < outputs; k++) {
                    block.out(k, place(k, i));
                }
                kernel.compute(op, scratch, lane, n);
                for (int k = 0; k < outputs; k++) {
                    write(k, i, n);
                }
                i += n;
            }
        }

        private long length(long i) {
            long most = plain ? Long.MAX_VALUE : limit;
            return byRow ? Math.min(most, layout.inner() - i % layout.inner()) : most;
        }

        /** Where the operand's elements of the block are, after bringing them there. */
        private long read(int k, long i, long n) {
            var dtype = operands[k].dtype();
            long here = place(k, i);
            if (here != buffers[k]) {
                return here;
            }
            switch (access[k]) {
                case LINEAR -> Convert.load(dtype, operands[k].address() + i * dtype.bytes(), 1, n, lane, here);
                case SCALAR -> scalar(k, n);
                case PERIODIC -> pattern(k, n);
                case STRIDED -> gather(k, dtype, i, n);
            }
            return here;
        }

        private void scalar(int k, long n) {
            if (filled[k] < n) {
                Convert.load(operands[k].dtype(), operands[k].address(), 0, n, lane, buffers[k]);
                filled[k] = n;
            }
        }

        private void pattern(int k, long n) {
            long bytes = lane.bytes();
            if (filled[k] == 0) {
                Convert.load(operands[k].dtype(), operands[k].address(), 1, period, lane, buffers[k]);
                filled[k] = period;
            }
            for (; filled[k] < n; filled[k] += period) {
                UncheckedAccess.copy(buffers[k], buffers[k] + filled[k] * bytes, period * bytes);
            }
        }

        private void gather(int k, DType dtype, long i, long n) {
            long stride = layout.innerStride(k);
            long inner = layout.inner();
            if (byRow) {
                Convert.load(dtype, address(k, dtype, i % inner), stride, n, lane, buffers[k]);
                return;
            }
            for (long done = 0; done < n; done += inner) {
                rows.moveTo((i + done) / inner);
                Convert.load(dtype, address(k, dtype, 0), stride, inner, lane, buffers[k] + done * lane.bytes());
            }
        }

        /** The block's own memory if it is plain there, else the operand's buffer. */
        private long place(int k, long i) {
            var dtype = operands[k].dtype();
            if (dtype == lane.dtype()) {
                if (access[k] == Access.LINEAR) {
                    return operands[k].address() + i * dtype.bytes();
                }
                if (byRow && layout.innerStride(k) == 1) {
                    return address(k, dtype, i % layout.inner());
                }
            }
            return buffers[k];
        }

        private void write(int k, long i, long n) {
            if (place(k, i) != buffers[k]) {
                return;
            }
            var dtype = operands[k].dtype();
            if (access[k] != Access.STRIDED) {
                Convert.store(lane, buffers[k], n, dtype, operands[k].address() + i * dtype.bytes(), 1);
            } else if (byRow) {
                Convert.store(lane, buffers[k], n, dtype, address(k, dtype, i % layout.inner()), layout.innerStride(k));
            } else {
                scatter(k, dtype, i, n);
            }
        }

        private void scatter(int k, DType dtype, long i, long n) {
            long inner = layout.inner();
            // A conversion in place may need 8 bytes for each element, so rows go through a spare buffer one at a time.
            for (long done = 0; done < n; done += inner) {
                rows.moveTo((i + done) / inner);
                UncheckedAccess.copy(buffers[k] + done * lane.bytes(), spare(), inner * lane.bytes());
                Convert.store(lane, spare(), inner, dtype, address(k, dtype, 0), layout.innerStride(k));
            }
        }

        private long address(int k, DType dtype, long column) {
            return operands[k].address() + (rows.offset(k) + column * layout.innerStride(k)) * dtype.bytes();
        }

        private long spare() {
            if (spare == 0) {
                spare = scratch.take(LONG_ROW * Long.BYTES);
            }
            return spare;
        }
    }
}
