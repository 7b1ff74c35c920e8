package dev.tenon.cpu.kernels.attention;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.FusedAttentionBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The gradients of attention: the weights of each block are computed again from the scores and the logarithms of their sums. */
public final class FusedAttentionBackwardKernel implements Kernel<FusedAttentionBackward> {
    /** Where the operands of one batch element are. */
    private record Head(long grad, long query, long key, long value, long mask, long output, long logSum, long gradQuery, long gradKey,
        long gradValue) {}

    @Override
    public void run(FusedAttentionBackward op, KernelCall call) {
        var operands = new FusedAttentionBackward.Operands(call);
        var masked = operands.mask();
        var shape = AttentionShape.of(operands.query(), operands.key(), operands.value(), masked, op.scale(), op.isCausal());
        var dtype = shape.lane().dtype();
        try (var g = Dense.read(operands.gradOutput(), dtype);
            var q = Dense.read(operands.query(), dtype);
            var k = Dense.read(operands.key(), dtype);
            var v = Dense.read(operands.value(), dtype);
            var mask = Dense.read(masked == null ? operands.gradOutput() : masked,
                dtype);
            var out = Dense.read(operands.output(), dtype);
            var logSum = Dense.read(operands.logSum(), dtype);
            var gq = Dense.write(operands.gradQuery(), dtype);
            var gk = Dense.write(operands.gradKey(), dtype);
            var gv = Dense.write(operands.gradValue(), dtype)) {
            Workers.run(shape.batch(), 1, (from, until) -> {
                for (long b = from; b < until; b++) {
                    long query = b * shape.queries();
                    long key = b * shape.keys();
                    head(shape, new Head(shape.at(g.address(), query, shape.valueWidth()), shape.at(q.address(), query, shape.width()),
                        shape.at(k.address(), key, shape.width()), shape.at(v.address(), key, shape.valueWidth()),
                        masked == null ? 0 : shape.at(mask.address(), b, shape.maskStride()),
                        shape.at(out.address(), query, shape.valueWidth()),
                        shape.at(logSum.address(), b, shape.queries()), shape.at(gq.address(), query, shape.width()),
                        shape.at(gk.address(), key, shape.width()), shape.at(gv.address(), key, shape.valueWidth())));
                }
            });
        }
    }

    private static void head(AttentionShape shape, Head head) {
        int bytes = shape.lane().bytes();
        UncheckedAccess.fill(head.gradQuery, shape.queries() * shape.width() * bytes, (byte) 0);
        UncheckedAccess.fill(head.gradKey, shape.keys() * shape.width() * bytes, (byte) 0);
        UncheckedAccess.fill(head.gradValue, shape.keys() * shape.valueWidth() * bytes, (byte) 0);
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long weights = scratch.take(AttentionShape.QUERIES * AttentionShape.KEYS * bytes);
            long slopes = scratch.take(AttentionShape.QUERIES * AttentionShape.KEYS * bytes);
            for (long query = 0; query < shape.queries(); query += AttentionShape.QUERIES) {
                long rows = Math.min(AttentionShape.QUERIES, shape.queries() - query);
                long reach = shape.reach(query + rows);
                for (long key = 0; key < reach; key += AttentionShape.KEYS) {
                    block(shape, head, query, key, rows, Math.min(AttentionShape.KEYS, reach - key), weights, slopes);
                }
            }
        } finally {
            scratch.release(mark);
        }
    }

    private static void block(AttentionShape shape, Head head, long query, long key, long rows, long n, long weights, long slopes) {
        long e = shape.width();
        long ev = shape.valueWidth();
        long q = shape.at(head.query, query, e);
        long k = shape.at(head.key, key, e);
        long g = shape.at(head.grad, query, ev);
        shape.scores(q, k, head.mask, query, key, rows, n, weights);
        shape.product(false, true, rows, n, ev, 1, g, ev, shape.at(head.value, key, ev), ev, 0, slopes, n);
        for (long r = 0; r < rows; r++) {
            weigh(shape, head, query + r, shape.seen(query + r, key, n), n, shape.at(weights, r, n), shape.at(slopes, r, n),
                shape.at(g, r, ev));
        }
        shape.product(true, false, n, ev, rows, 1, weights, n, g, ev, 1, shape.at(head.gradValue, key, ev), ev);
        shape.product(false, false, rows, e, n, shape.scale(), slopes, n, k, e, 1, shape.at(head.gradQuery, query, e), e);
        shape.product(true, false, n, e, rows, shape.scale(), slopes, n, q, e, 1, shape.at(head.gradKey, key, e), e);
    }

    /** One row of scores becomes weights, and the gradients of the weights become those of the scores. */
    private static void weigh(AttentionShape shape, Head head, long query, long seen, long n, long weights, long slopes, long g) {
        var math = shape.math();
        double logSum = math.at(head.logSum, query);
        long counted = logSum == Double.NEGATIVE_INFINITY ? 0 : seen;
        math.exp(weights, logSum, weights, counted);
        double along = math.dot(g, shape.at(head.output, query, shape.valueWidth()), 0, shape.valueWidth());
        math.softmaxBackward(slopes, weights, along, slopes, counted);
        int bytes = shape.lane().bytes();
        UncheckedAccess.fill(weights + counted * bytes, (n - counted) * bytes, (byte) 0);
        UncheckedAccess.fill(slopes + counted * bytes, (n - counted) * bytes, (byte) 0);
    }
}
