package dev.tenon.cpu.kernels.attention;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.FusedAttention;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import java.util.Arrays;

/**
 * Attention block by block: the sums over the keys so far are kept for the largest score so far, and rescaled when a larger one comes.
 *
 * @see <a href="https://arxiv.org/abs/2205.14135">Dao et al. (2022)</a>
 */
public final class FusedAttentionKernel implements Kernel<FusedAttention> {
    /** Where the operands of one batch element are. */
    private record Head(long query, long key, long value, long mask, long output, long logSum) {}

    @Override
    public void run(FusedAttention op, KernelCall call) {
        var operands = new FusedAttention.Operands(call);
        var masked = operands.mask();
        var shape = AttentionShape.of(operands.query(), operands.key(), operands.value(), masked, op.scale(), op.isCausal());
        var dtype = shape.lane().dtype();
        try (var q = Dense.read(operands.query(), dtype);
            var k = Dense.read(operands.key(), dtype);
            var v = Dense.read(operands.value(), dtype);
            var mask = Dense.read(masked == null ? operands.query() : masked, dtype);
            var out = Dense.write(operands.output(), dtype);
            var logSum = Dense.write(operands.logSum(), dtype)) {
            long blocks = Math.ceilDiv(shape.queries(), AttentionShape.QUERIES);
            Workers.run(shape.batch() * blocks, 1, (from, until) -> {
                for (long block = from; block < until; block++) {
                    long b = block / blocks;
                    var head = new Head(shape.at(q.address(), b * shape.queries(), shape.width()), shape.at(k.address(), b * shape.keys(),
                        shape.width()),
                        shape.at(v.address(), b * shape.keys(), shape.valueWidth()),
                        masked == null ? 0 : shape.at(mask.address(), b, shape.maskStride()),
                        shape.at(out.address(), b * shape.queries(), shape.valueWidth()), shape.at(logSum.address(), b, shape.queries()));
                    block(shape, head, block % blocks * AttentionShape.QUERIES);
                }
            });
        }
    }

    private static void block(AttentionShape shape, Head head, long query) {
        long rows = Math.min(AttentionShape.QUERIES, shape.queries() - query);
        long output = shape.at(head.output, query, shape.valueWidth());
        UncheckedAccess.fill(output, rows * shape.valueWidth() * shape.lane().bytes(), (byte) 0);
        var largest = new double[(int) rows];
        var sums = new double[(int) rows];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long scores = scratch.take(rows * AttentionShape.KEYS * shape.lane().bytes());
            long reach = shape.reach(query + rows);
            for (long key = 0; key < reach; key += AttentionShape.KEYS) {
                long n = Math.min(AttentionShape.KEYS, reach - key);
                shape.scores(shape.at(head.query, query, shape.width()), shape.at(head.key, key, shape.width()), head.mask, query, key,
                    rows, n, scores);
                for (int r = 0; r < rows; r++) {
                    long seen = shape.seen(query + r, key, n);
                    weigh(shape, shape.at(scores, r, n), seen, n, largest, sums, r, shape.at(output, r, shape.valueWidth()));
                }
                shape.product(false, false, rows, shape.valueWidth(), n, 1, scores, n, shape.at(head.value, key, shape.valueWidth()),
                    shape.valueWidth(), 1,
                    output, shape.valueWidth());
            }
        } finally {
            scratch.release(mark);
        }
        divide(shape, output, head.logSum + query * shape.lane().bytes(), largest, sums);
    }

    /** Divides what was summed by the sum of its weights, and notes the logarithm of that. */
    private static void divide(AttentionShape shape, long output, long logSum, double[] largest, double[] sums) {
        for (int r = 0; r < sums.length; r++) {
            long row = shape.at(output, r, shape.valueWidth());
            shape.math().affine(row, sums[r] == 0 ? 0 : 1 / sums[r], 0, row, shape.valueWidth());
            shape.math().put(logSum, r, largest[r] + Math.log(sums[r]));
        }
    }

    /** Turns a row of scores into weights relative to the largest score so far, and what was summed before with it. */
    private static void weigh(AttentionShape shape, long row, long seen, long n, double[] largest, double[] sums, int r, long output) {
        var math = shape.math();
        double max = Math.max(largest[r], math.max(row, seen));
        if (max == Double.NEGATIVE_INFINITY) {
            seen = 0;
        } else {
            double factor = Math.exp(largest[r] - max);
            if (factor != 1) {
                math.affine(output, factor, 0, output, shape.valueWidth());
            }
            sums[r] = sums[r] * factor + math.exp(row, max, row, seen);
            largest[r] = max;
        }
        UncheckedAccess.fill(row + seen * shape.lane().bytes(), (n - seen) * shape.lane().bytes(), (byte) 0);
    }
}
