package dev.tenon.cpu.kernels.random;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.math.Philox;
import dev.tenon.cpu.pointwise.IdentityKernel;
import dev.tenon.ops.Randperm;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** A random order of 0 to n - 1, by the shuffle of Fisher and Yates. */
public final class RandpermKernel implements Kernel<Randperm> {
    @Override
    public void run(Randperm op, KernelCall call) {
        var operands = new Randperm.Operands(call);
        var out = operands.result();
        var scratch = Scratch.of();
        long mark = scratch.mark();
        long order = scratch.take(op.n() * Long.BYTES);
        var philox = new Philox(op.seed());
        for (long i = 0; i < op.n(); i++) {
            UncheckedAccess.i64(order, i, i);
        }
        for (long i = op.n() - 1; i > 0; i--) {
            long j = philox.at(op.offset() + i).below(i + 1);
            long kept = UncheckedAccess.i64(order, i);
            UncheckedAccess.i64(order, i, UncheckedAccess.i64(order, j));
            UncheckedAccess.i64(order, j, kept);
        }
        IdentityKernel.copy(Region.contiguous(DType.INT64, out.sizes(), order), out);
        scratch.release(mark);
    }
}
