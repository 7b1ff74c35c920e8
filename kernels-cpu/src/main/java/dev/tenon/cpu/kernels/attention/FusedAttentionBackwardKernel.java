package dev.tenon.cpu.kernels.attention;

import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.FusedAttentionBackward;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import org.jspecify.annotations.Nullable;

/** The gradients of attention: the weights of each block are computed again from the scores and the logarithms of their sums. */
public final class FusedAttentionBackwardKernel implements Kernel<FusedAttentionBackward> {
    /** The operands of one head. */
    private record Head(Heads.Rows grad, Heads.Rows query, Heads.Rows key, Heads.Rows value, Heads.@Nullable Rows mask, Heads.Rows output,
        long logSum, Heads.Rows gradQuery, Heads.Rows gradKey, Heads.Rows gradValue) {}

    @Override
    public void run(FusedAttentionBackward op, KernelCall call) {
        var operands = new FusedAttentionBackward.Operands(call);
        var masked = operands.mask();
        var shape = AttentionShape.of(operands.query(), operands.key(), operands.value(), op.scale(), op.isCausal());
        var dtype = shape.lane().dtype();
        try (var g = Heads.read(operands.gradOutput(), dtype);
            var q = Heads.read(operands.query(), dtype);
            var k = Heads.read(operands.key(), dtype);
            var v = Heads.read(operands.value(), dtype);
            var mask = masked == null ? null : Heads.mask(masked, dtype);
            var out = Heads.read(operands.output(), dtype);
            var logSum = Dense.read(operands.logSum(), dtype);
            var gq = Heads.write(operands.gradQuery(), dtype);
            var gk = Heads.write(operands.gradKey(), dtype);
            var gv = Heads.write(operands.gradValue(), dtype)) {
            Workers.run(shape.batch() * shape.heads(), 1, (from, until) -> {
                for (long i = from; i < until; i++) {
                    long b = i / shape.heads();
                    long h = i % shape.heads();
                    head(shape, new Head(g.of(b, h), q.of(b, h), k.of(b, h), v.of(b, h), mask == null ? null : mask.of(b, h), out.of(b, h),
                        shape.at(logSum.address(), i, shape.queries()), gq.of(b, h), gk.of(b, h), gv.of(b, h)));
                }
            });
        }
    }

    private static void head(AttentionShape shape, Head head) {
        int bytes = shape.lane().bytes();
        shape.clear(head.gradKey, 0, shape.keys(), shape.width());
        shape.clear(head.gradValue, 0, shape.keys(), shape.valueWidth());
        var scratch = Scratch.of();
        long mark = scratch.mark();
        try {
            long weights = scratch.take(AttentionShape.QUERIES * AttentionShape.KEYS * bytes);
            long slopes = scratch.take(AttentionShape.QUERIES * AttentionShape.KEYS * bytes);
            for (long query = 0; query < shape.queries(); query += AttentionShape.QUERIES) {
                long rows = Math.min(AttentionShape.QUERIES, shape.queries() - query);
                long reach = shape.reach(query + rows);
                if (reach == 0) {
                    shape.clear(head.gradQuery, query, rows, shape.width());
                }
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
        var g = head.grad;
        shape.scores(head.query, head.key, head.mask, query, key, rows, n, weights);
        shape.product(false, true, rows, n, ev, 1, g.at(query), g.pitch(), head.value.at(key), head.value.pitch(), 0, slopes, n);
        for (long r = 0; r < rows; r++) {
            weigh(shape, head, query + r, shape.seen(query + r, key, n), n, shape.at(weights, r, n), shape.at(slopes, r, n));
        }
        shape.product(true, false, n, ev, rows, 1, weights, n, g.at(query), g.pitch(), 1, head.gradValue.at(key), head.gradValue.pitch());
        shape.product(false, false, rows, e, n, shape.scale(), slopes, n, head.key.at(key), head.key.pitch(), key == 0 ? 0 : 1,
            head.gradQuery.at(query), head.gradQuery.pitch());
        shape.product(true, false, n, e, rows, shape.scale(), slopes, n, head.query.at(query), head.query.pitch(), 1,
            head.gradKey.at(key), head.gradKey.pitch());
    }

    /** One row of scores becomes weights, and the gradients of the weights become those of the scores. */
    private static void weigh(AttentionShape shape, Head head, long query, long seen, long n, long weights, long slopes) {
        var math = shape.math();
        double logSum = math.at(head.logSum, query);
        long counted = logSum == Double.NEGATIVE_INFINITY ? 0 : seen;
        math.exp(weights, logSum, weights, counted);
        double along = math.dot(head.grad.at(query), head.output.at(query), 0, shape.valueWidth());
        math.softmaxBackward(slopes, weights, along, slopes, counted);
        int bytes = shape.lane().bytes();
        UncheckedAccess.fill(weights + counted * bytes, (n - counted) * bytes, (byte) 0);
        UncheckedAccess.fill(slopes + counted * bytes, (n - counted) * bytes, (byte) 0);
    }
}
