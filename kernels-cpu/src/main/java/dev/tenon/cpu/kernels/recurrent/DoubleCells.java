package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.math.DoubleBlocks;
import dev.tenon.cpu.math.VectorTail;

/** Functions of doubles by vectors; what is only sums and products, the compiler takes as it is. */
final class DoubleCells extends ScalarCells {
    DoubleCells() {
        super(Lane.F64);
    }

    @Override
    void sigmoid(long from, long to, long n) {
        long whole = n - n % VectorTail.lanes(lane);
        DoubleBlocks.sigmoid(from, to, whole);
        if (whole < n) {
            long tail = Scratch.of().tails(1);
            VectorTail.load(lane, at(from, whole), n - whole, tail);
            DoubleBlocks.sigmoid(tail, tail, VectorTail.lanes(lane));
            VectorTail.store(lane, tail, n - whole, at(to, whole));
        }
    }

    @Override
    void tanh(long from, long to, long n) {
        long whole = n - n % VectorTail.lanes(lane);
        DoubleBlocks.tanh(from, to, whole);
        if (whole < n) {
            long tail = Scratch.of().tails(1);
            VectorTail.load(lane, at(from, whole), n - whole, tail);
            DoubleBlocks.tanh(tail, tail, VectorTail.lanes(lane));
            VectorTail.store(lane, tail, n - whole, at(to, whole));
        }
    }
}
