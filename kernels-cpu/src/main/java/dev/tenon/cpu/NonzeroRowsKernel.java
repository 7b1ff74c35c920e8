package dev.tenon.cpu;

import dev.tenon.core.DType;
import dev.tenon.ops.NonzeroRows;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The coordinates of all elements that are not zero, in row-major order; {@code count} of them are known to exist. */
public final class NonzeroRowsKernel implements Kernel<NonzeroRows> {
    @Override
    public void run(NonzeroRows op, KernelCall call) {
        var in = call.in(0);
        var lane = Lane.of(in.dtype());
        int rank = in.rank();
        var sizes = in.sizes();
        var position = new long[rank];
        try (var values = Dense.read(in, lane.dtype()); var out = Dense.write(call.out(0), DType.INT64)) {
            long found = 0;
            for (long i = 0; i < in.numel() && found < op.count(); i++) {
                if (isNonzero(lane, values.address(), i)) {
                    for (int d = 0; d < rank; d++) {
                        Mem.i64(out.address(), found * rank + d, position[d]);
                    }
                    found++;
                }
                for (int d = rank - 1; d >= 0 && ++position[d] == sizes[d]; d--) {
                    position[d] = 0;
                }
            }
        }
    }

    /** NaN is not zero. */
    private static boolean isNonzero(Lane lane, long p, long i) {
        return switch (lane) {
            case F32 -> Mem.f32(p, i) != 0;
            case F64 -> Mem.f64(p, i) != 0;
            case I64 -> Mem.i64(p, i) != 0;
        };
    }
}
