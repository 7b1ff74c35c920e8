package dev.tenon.cpu.kernels.random;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.math.Philox;

/** Fills a contiguous tensor with numbers that depend on each element's place alone. */
final class RandomFill {
    private static final long GRAIN = 4096;

    /** The number of one place. */
    @FunctionalInterface
    interface Draw {
        double from(Philox at);
    }

    /** The integer of one place. */
    @FunctionalInterface
    interface DrawLong {
        long from(Philox at);
    }

    private RandomFill() {}

    static void doubles(UncheckedOperand out, long seed, long offset, Draw draw) {
        var dtype = out.dtype();
        long address = out.address();
        Workers.run(out.numel(), GRAIN, (from, to) -> {
            var philox = new Philox(seed);
            for (long i = from; i < to; i++) {
                Convert.storeDouble(dtype, address + i * dtype.bytes(), draw.from(philox.at(offset + i)));
            }
        });
    }

    static void longs(UncheckedOperand out, long seed, long offset, DrawLong draw) {
        var dtype = out.dtype();
        long address = out.address();
        Workers.run(out.numel(), GRAIN, (from, to) -> {
            var philox = new Philox(seed);
            for (long i = from; i < to; i++) {
                Convert.storeLong(dtype, address + i * dtype.bytes(), draw.from(philox.at(offset + i)));
            }
        });
    }

    /** A uniform number of as many bits as the dtype can hold. */
    static double uniform(DType dtype, Philox at) {
        return dtype == DType.FLOAT64 ? at.uniformDouble() : at.uniformFloat();
    }
}
