package sample.kernels;

import dev.tenon.cpu.engine.Block;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.DoubleBlocks;
import dev.tenon.cpu.math.FloatBlocks;
import dev.tenon.cpu.math.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import sample.ops.Gelu;

/**
 * Computes gelu, as many elements at a time as a vector has lanes.
 */
final class GeluVectorKernel extends GeluKernel {
    @Override
    protected boolean isVector() {
        return true;
    }

    @Override
    protected int temporaries() {
        return 1;
    }

    @Override
    protected void f32(Gelu op, Block block) {
        switch (op.approximate()) {
            case NONE -> f32None(op, block);
            case TANH -> f32Tanh(op, block);
        }
    }

    private static void f32None(Gelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        long pErf1 = block.temp(0);
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pInput + (i << 2), VectorMath.ORDER);
            FloatVector result = input.mul(0.70710677f);
            result.intoMemorySegment(UncheckedAccess.ALL, pErf1 + (i << 2), VectorMath.ORDER);
        }
        FloatBlocks.erf(pErf1, pErf1, n);
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pInput + (i << 2), VectorMath.ORDER);
            FloatVector erf1 = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pErf1 + (i << 2), VectorMath.ORDER);
            FloatVector result = input.mul(0.5f).mul(erf1.add(1.0f));
            result.intoMemorySegment(UncheckedAccess.ALL, pOutput + (i << 2), VectorMath.ORDER);
        }
    }

    private static void f32Tanh(Gelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        long pTanh1 = block.temp(0);
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pInput + (i << 2), VectorMath.ORDER);
            FloatVector result = input.add(input.mul(0.044715f).mul(input).mul(input))
                    .mul(0.7978846f);
            result.intoMemorySegment(UncheckedAccess.ALL, pTanh1 + (i << 2), VectorMath.ORDER);
        }
        FloatBlocks.tanh(pTanh1, pTanh1, n);
        for (long i = 0; i < n; i += VectorMath.F_LANES) {
            FloatVector input = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pInput + (i << 2), VectorMath.ORDER);
            FloatVector tanh1 = FloatVector.fromMemorySegment(VectorMath.F, UncheckedAccess.ALL, pTanh1 + (i << 2), VectorMath.ORDER);
            FloatVector result = input.mul(0.5f).mul(tanh1.add(1.0f));
            result.intoMemorySegment(UncheckedAccess.ALL, pOutput + (i << 2), VectorMath.ORDER);
        }
    }

    @Override
    protected void f64(Gelu op, Block block) {
        switch (op.approximate()) {
            case NONE -> f64None(op, block);
            case TANH -> f64Tanh(op, block);
        }
    }

    private static void f64None(Gelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        long pErf1 = block.temp(0);
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pInput + (i << 3), VectorMath.ORDER);
            DoubleVector result = input.mul(0.7071067811865476);
            result.intoMemorySegment(UncheckedAccess.ALL, pErf1 + (i << 3), VectorMath.ORDER);
        }
        DoubleBlocks.erf(pErf1, pErf1, n);
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pInput + (i << 3), VectorMath.ORDER);
            DoubleVector erf1 = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pErf1 + (i << 3), VectorMath.ORDER);
            DoubleVector result = input.mul(0.5).mul(erf1.add(1.0));
            result.intoMemorySegment(UncheckedAccess.ALL, pOutput + (i << 3), VectorMath.ORDER);
        }
    }

    private static void f64Tanh(Gelu op, Block block) {
        long n = block.n();
        long pInput = block.in(0);
        long pOutput = block.out(0);
        long pTanh1 = block.temp(0);
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pInput + (i << 3), VectorMath.ORDER);
            DoubleVector result = input.add(input.mul(0.044715).mul(input).mul(input))
                    .mul(0.7978845608028654);
            result.intoMemorySegment(UncheckedAccess.ALL, pTanh1 + (i << 3), VectorMath.ORDER);
        }
        DoubleBlocks.tanh(pTanh1, pTanh1, n);
        for (long i = 0; i < n; i += VectorMath.D_LANES) {
            DoubleVector input = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pInput + (i << 3), VectorMath.ORDER);
            DoubleVector tanh1 = DoubleVector.fromMemorySegment(VectorMath.D, UncheckedAccess.ALL, pTanh1 + (i << 3), VectorMath.ORDER);
            DoubleVector result = input.mul(0.5).mul(tanh1.add(1.0));
            result.intoMemorySegment(UncheckedAccess.ALL, pOutput + (i << 3), VectorMath.ORDER);
        }
    }
}
