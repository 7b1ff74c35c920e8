package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.NonzeroRows;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The coordinates of all elements that are not zero, in row-major order; {@code count} of them are known to exist. */
public final class NonzeroRowsKernel implements Kernel<NonzeroRows> {
    /** So many elements are widened at once: those of a large tensor of bytes may be more than memory holds. */
    private static final long PIECE = 1 << 22;

    @Override
    public void run(NonzeroRows op, KernelCall call) {
        var operands = new NonzeroRows.Operands(call);
        var in = operands.input();
        var lane = Lane.of(in.dtype());
        int rank = in.rank();
        var position = new long[rank];
        try (var plain = Dense.read(in, in.dtype()); var out = Dense.write(operands.result(), DType.INT64)) {
            long found = 0;
            for (long start = 0; start < in.numel() && found < op.count(); start += PIECE) {
                long count = Math.min(PIECE, in.numel() - start);
                var piece = Region.contiguous(in.dtype(), new long[] {count}, plain.address() + start * in.dtype().bytes());
                try (var values = Dense.read(piece, lane.dtype())) {
                    for (long i = 0; i < count && found < op.count(); i++) {
                        if (isNonzero(lane, values.address(), i)) {
                            for (int d = 0; d < rank; d++) {
                                UncheckedAccess.i64(out.address(), found * rank + d, position[d]);
                            }
                            found++;
                        }
                        advance(position, in.sizes());
                    }
                }
            }
        }
    }

    private static void advance(long[] position, long[] sizes) {
        for (int d = sizes.length - 1; d >= 0 && ++position[d] == sizes[d]; d--) {
            position[d] = 0;
        }
    }

    /** NaN is not zero. */
    private static boolean isNonzero(Lane lane, long p, long i) {
        return switch (lane) {
            case F32 -> UncheckedAccess.f32(p, i) != 0;
            case F64 -> UncheckedAccess.f64(p, i) != 0;
            case I64 -> UncheckedAccess.i64(p, i) != 0;
        };
    }
}
