package dev.tenon.cpu.pointwise;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.StridedCopy;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedCall;

/** Copies a tensor into another, broadcast and converted: the loop of pointwise kernels with no formula. */
public final class IdentityKernel extends PointwiseKernel<IdentityKernel.Copy> {
    private static final IdentityKernel INSTANCE = new IdentityKernel();
    private static final Copy COPY = new Copy();

    /** Stands for the operator: several that copy share this kernel. */
    record Copy() implements Primitive {
        private static final OpDescriptor DESCRIPTOR = new OpDescriptor("copy", OpDescriptor.Kind.POINTWISE, Copy.class, "input");

        @Override
        public OpDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public void infer(Inference call) {
            call.output(call.in(0).dtype(), call.in(0).shape().toArray());
        }
    }

    private IdentityKernel() {
        super(1, 1);
    }

    /** Copies {@code from} into {@code to}; both may have any layout and dtype. */
    public static void copy(UncheckedOperand from, UncheckedOperand to) {
        if (from.dtype() == to.dtype()) {
            StridedCopy.copy(from, to);
        } else {
            INSTANCE.run(COPY,
                UncheckedCall.of(new UncheckedOperand[] {from}, new UncheckedOperand[] {to}, lane(from.dtype(), to.dtype())));
        }
    }

    /** Fractions must be seen until the very end where the target is bool or an integer, and all digits of large integers where it is a half. */
    private static DType lane(DType from, DType to) {
        if (from == DType.INT64 && (to == DType.FLOAT16 || to == DType.BFLOAT16)) {
            return from;
        }
        return Lane.of(from.isFloating() ? from : to.isFloating() ? to : DType.INT64).dtype();
    }

    @Override
    protected void f64(Copy op, Block block) {
        UncheckedAccess.copy(block.in(0), block.out(0), block.n() * Double.BYTES);
    }

    @Override
    protected void f32(Copy op, Block block) {
        UncheckedAccess.copy(block.in(0), block.out(0), block.n() * Float.BYTES);
    }

    @Override
    protected void i64(Copy op, Block block) {
        UncheckedAccess.copy(block.in(0), block.out(0), block.n() * Long.BYTES);
    }
}
