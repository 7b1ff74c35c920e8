package dev.tenon.cpu.kernels.recurrent;

import static dev.tenon.cpu.engine.UncheckedAccess.ALL;
import static dev.tenon.cpu.math.VectorMath.F;
import static dev.tenon.cpu.math.VectorMath.F_LANES;
import static dev.tenon.cpu.math.VectorMath.ORDER;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.math.FloatBlocks;
import dev.tenon.cpu.math.VectorTail;

/** Floats by vectors, and element by element what is left behind the last whole one. */
final class FloatCells extends ScalarCells {
    FloatCells() {
        super(Lane.F32);
    }

    private static long whole(long n) {
        return n - n % F_LANES;
    }

    @Override
    void sigmoid(long from, long to, long n) {
        long whole = whole(n);
        FloatBlocks.sigmoid(from, to, whole);
        if (whole < n) {
            long tail = Scratch.of().tails(1);
            VectorTail.load(lane, at(from, whole), n - whole, tail);
            FloatBlocks.sigmoid(tail, tail, F_LANES);
            VectorTail.store(lane, tail, n - whole, at(to, whole));
        }
    }

    @Override
    void tanh(long from, long to, long n) {
        long whole = whole(n);
        FloatBlocks.tanh(from, to, whole);
        if (whole < n) {
            long tail = Scratch.of().tails(1);
            VectorTail.load(lane, at(from, whole), n - whole, tail);
            FloatBlocks.tanh(tail, tail, F_LANES);
            VectorTail.store(lane, tail, n - whole, at(to, whole));
        }
    }

    @Override
    void add(long p, long to, long n) {
        long whole = whole(n);
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            fromMemorySegment(F, ALL, to + k, ORDER).add(fromMemorySegment(F, ALL, p + k, ORDER)).intoMemorySegment(ALL, to + k, ORDER);
        }
        super.add(at(p, whole), at(to, whole), n - whole);
    }

    @Override
    void lstmCell(long gates, long cell, long n) {
        long whole = whole(n);
        long size = n * 4;
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            var fresh = fromMemorySegment(F, ALL, gates + k, ORDER).mul(fromMemorySegment(F, ALL, gates + 2 * size + k, ORDER));
            fromMemorySegment(F, ALL, gates + size + k, ORDER).fma(fromMemorySegment(F, ALL, cell + k, ORDER), fresh)
                .intoMemorySegment(ALL, cell + k, ORDER);
        }
        lstmCell(gates, gates + size, gates + 2 * size, cell, whole, n);
    }

    @Override
    void lstmShown(long gates, long shown, long n) {
        long whole = whole(n);
        long out = at(gates, 3 * n);
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            fromMemorySegment(F, ALL, out + k, ORDER).mul(fromMemorySegment(F, ALL, shown + k, ORDER)).intoMemorySegment(ALL, shown + k,
                ORDER);
        }
        product(out, shown, whole, n);
    }

    @Override
    void lstmBackward(long gates, long before, long bent, long grad, long gradCell, long slopes, long n) {
        long whole = whole(n);
        long size = n * 4;
        var one = broadcast(F, 1f);
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            var out = fromMemorySegment(F, ALL, gates + 3 * size + k, ORDER);
            var t = fromMemorySegment(F, ALL, bent + k, ORDER);
            var g = fromMemorySegment(F, ALL, grad + k, ORDER);
            g.mul(t).mul(out.mul(one.sub(out))).intoMemorySegment(ALL, slopes + 3 * size + k, ORDER);
            var cell = g.mul(out).fma(one.sub(t.mul(t)), fromMemorySegment(F, ALL, gradCell + k, ORDER));
            var in = fromMemorySegment(F, ALL, gates + k, ORDER);
            var fresh = fromMemorySegment(F, ALL, gates + 2 * size + k, ORDER);
            cell.mul(fresh).mul(in.mul(one.sub(in))).intoMemorySegment(ALL, slopes + k, ORDER);
            cell.mul(in).mul(one.sub(fresh.mul(fresh))).intoMemorySegment(ALL, slopes + 2 * size + k, ORDER);
            var forget = fromMemorySegment(F, ALL, gates + size + k, ORDER);
            cell.mul(fromMemorySegment(F, ALL, before + k, ORDER)).mul(forget.mul(one.sub(forget)))
                .intoMemorySegment(ALL, slopes + size + k, ORDER);
            cell.mul(forget).intoMemorySegment(ALL, gradCell + k, ORDER);
        }
        lstmBackward(gates, before, bent, grad, gradCell, slopes, n, whole);
    }

    @Override
    void gruReset(long r, long part, long fresh, long n) {
        long whole = whole(n);
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            fromMemorySegment(F, ALL, r + k, ORDER)
                .fma(fromMemorySegment(F, ALL, part + k, ORDER), fromMemorySegment(F, ALL, fresh + k, ORDER))
                .intoMemorySegment(ALL, fresh + k, ORDER);
        }
        gruReset(r, part, fresh, whole, n);
    }

    @Override
    void gruState(long z, long fresh, long state, long n) {
        long whole = whole(n);
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            var f = fromMemorySegment(F, ALL, fresh + k, ORDER);
            fromMemorySegment(F, ALL, z + k, ORDER).fma(fromMemorySegment(F, ALL, state + k, ORDER).sub(f), f)
                .intoMemorySegment(ALL, state + k, ORDER);
        }
        gruState(z, fresh, state, whole, n);
    }

    @Override
    void gruBackward(long gates, long before, long grad, long slopes, long stateSlopes, long n) {
        long whole = whole(n);
        long size = n * 4;
        var one = broadcast(F, 1f);
        for (long k = 0; k < whole * 4; k += F_LANES * 4L) {
            var g = fromMemorySegment(F, ALL, grad + k, ORDER);
            var update = fromMemorySegment(F, ALL, gates + size + k, ORDER);
            var fresh = fromMemorySegment(F, ALL, gates + 2 * size + k, ORDER);
            var rest = one.sub(update);
            var updateSlope = g.mul(fromMemorySegment(F, ALL, before + k, ORDER).sub(fresh)).mul(update.mul(rest));
            updateSlope.intoMemorySegment(ALL, slopes + size + k, ORDER);
            updateSlope.intoMemorySegment(ALL, stateSlopes + size + k, ORDER);
            g.mul(update).intoMemorySegment(ALL, grad + k, ORDER);
            var freshSlope = g.mul(rest).mul(one.sub(fresh.mul(fresh)));
            freshSlope.intoMemorySegment(ALL, slopes + 2 * size + k, ORDER);
            var reset = fromMemorySegment(F, ALL, gates + k, ORDER);
            freshSlope.mul(reset).intoMemorySegment(ALL, stateSlopes + 2 * size + k, ORDER);
            var resetSlope = freshSlope.mul(fromMemorySegment(F, ALL, gates + 3 * size + k, ORDER)).mul(reset.mul(one.sub(reset)));
            resetSlope.intoMemorySegment(ALL, slopes + k, ORDER);
            resetSlope.intoMemorySegment(ALL, stateSlopes + k, ORDER);
        }
        gruBackward(gates, before, grad, slopes, stateSlopes, n, whole);
    }
}
