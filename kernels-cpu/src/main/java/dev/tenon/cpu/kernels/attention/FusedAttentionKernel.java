package dev.tenon.cpu.kernels.attention;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.FusedAttention;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention block by block: the sums over the keys so far are kept for the largest score so far, and rescaled when a larger one comes.
 *
 * @see <a href="https://arxiv.org/abs/2205.14135">Dao et al. (2022)</a>
 */
public final class FusedAttentionKernel implements Kernel<FusedAttention> {
    /** The operands of one head. */
    private record Head(Heads.Rows query, Heads.Rows key, Heads.Rows value, Heads.@Nullable Rows mask, Heads.Rows output, long logSum) {}

    @Override
    public void run(FusedAttention op, KernelCall call) {
        var operands = new FusedAttention.Operands(call);
        var masked = operands.mask();
        var shape = AttentionShape.of(operands.query(), operands.key(), operands.value(), op.scale(), op.isCausal());
        var dtype = shape.lane().dtype();
        try (var q = Heads.read(operands.query(), dtype);
            var k = Heads.read(operands.key(), dtype);
            var v = Heads.read(operands.value(), dtype);
            var mask = masked == null ? null : Heads.mask(masked, dtype);
            var out = Heads.write(operands.output(), dtype);
            var logSum = Dense.write(operands.logSum(), dtype)) {
            long blocks = Math.ceilDiv(shape.queries(), AttentionShape.QUERIES);
            Workers.run(shape.batch() * shape.heads() * blocks, 1, (from, until) -> {
                for (long block = from; block < until; block++) {
                    long b = block / blocks / shape.heads();
                    long h = block / blocks % shape.heads();
                    var head = new Head(q.of(b, h), k.of(b, h), v.of(b, h), mask == null ? null : mask.of(b, h), out.of(b, h),
                        shape.at(logSum.address(), block / blocks, shape.queries()));
                    block(shape, head, block % blocks * AttentionShape.QUERIES);
                }
            });
        }
    }

    private static void block(AttentionShape shape, Head head, long query) {
        long rows = Math.min(AttentionShape.QUERIES, shape.queries() - query);
        var output = head.output;
        var largest = new double[(int) rows];
        var sums = new double[(int) rows];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long scores = scratch.take(rows * AttentionShape.KEYS * shape.lane().bytes());
            long reach = shape.reach(query + rows);
            if (reach == 0) {
                shape.clear(output, query, rows, shape.valueWidth());
            }
            for (long key = 0; key < reach; key += AttentionShape.KEYS) {
                long n = Math.min(AttentionShape.KEYS, reach - key);
                shape.scores(head.query, head.key, head.mask, query, key, rows, n, scores);
                for (int r = 0; r < rows; r++) {
                    long seen = shape.seen(query + r, key, n);
                    weigh(shape, shape.at(scores, r, n), seen, n, largest, sums, r, key == 0 ? 0 : output.at(query + r));
                }
                shape.product(false, false, rows, shape.valueWidth(), n, 1, scores, n, head.value.at(key), head.value.pitch(),
                    key == 0 ? 0 : 1, output.at(query), output.pitch());
            }
        } finally {
            scratch.release(mark);
        }
        divide(shape, output, query, head.logSum, largest, sums);
    }

    /** Divides what was summed by the sum of its weights, and notes the logarithm of that. */
    private static void divide(AttentionShape shape, Heads.Rows output, long query, long logSum, double[] largest, double[] sums) {
        for (int r = 0; r < sums.length; r++) {
            long row = output.at(query + r);
            shape.math().affine(row, sums[r] == 0 ? 0 : 1 / sums[r], 0, row, shape.valueWidth());
            shape.math().put(logSum, query + r, largest[r] + Math.log(sums[r]));
        }
    }

    /**
     * Turns a row of scores into weights relative to the largest score so far, and what was summed before with it.
     *
     * @param output what was summed before, or 0 if nothing was
     */
    private static void weigh(AttentionShape shape, long row, long seen, long n, double[] largest, double[] sums, int r, long output) {
        var math = shape.math();
        double max = Math.max(largest[r], math.max(row, seen));
        if (max == Double.NEGATIVE_INFINITY) {
            seen = 0;
        } else {
            double factor = Math.exp(largest[r] - max);
            if (factor != 1 && output != 0) {
                math.affine(output, factor, 0, output, shape.valueWidth());
            }
            sums[r] = sums[r] * factor + math.exp(row, max, row, seen);
            largest[r] = max;
        }
        UncheckedAccess.fill(row + seen * shape.lane().bytes(), (n - seen) * shape.lane().bytes(), (byte) 0);
    }
}
