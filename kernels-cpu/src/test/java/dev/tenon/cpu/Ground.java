package dev.tenon.cpu;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Threads;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedCall;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Operands made without tensors, and kernels run on them. */
public final class Ground {
    private static final CpuBackend BACKEND = new CpuBackend();

    private Ground() {}

    public static Region empty(DType dtype, long... sizes) {
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        return Region.contiguous(dtype, sizes, Arena.global().allocate(Math.max(1, n) * 8 + 64, 64).address());
    }

    /** Seeded values: normal for floating dtypes, small whole numbers for integers, coin flips for bool. */
    public static Region random(long seed, DType dtype, long... sizes) {
        var region = empty(dtype, sizes);
        var random = new Random(seed);
        for (long i = 0; i < region.numel(); i++) {
            double value = dtype.isFloating() ? random.nextGaussian() : dtype == DType.BOOL ? random.nextInt(2)
                : dtype == DType.UINT8 ? random.nextInt(200) : random.nextInt(200) - 100;
            Convert.storeDouble(dtype, region.address() + i * dtype.bytes(), value);
        }
        return region;
    }

    /** The element at a row-major index, whatever the layout. */
    public static double at(UncheckedOperand operand, long index) {
        long rest = index;
        long offset = 0;
        for (int d = operand.rank() - 1; d >= 0; d--) {
            offset += rest % operand.sizes()[d] * operand.strides()[d];
            rest /= operand.sizes()[d];
        }
        return Convert.loadDouble(operand.dtype(), operand.address() + offset * operand.dtype().bytes());
    }

    public static double[] values(UncheckedOperand operand) {
        var values = new double[(int) operand.numel()];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(operand, i);
        }
        return values;
    }

    /** A view whose dimensions are reversed. */
    public static Region transposed(Region region) {
        int rank = region.sizes().length;
        var sizes = new long[rank];
        var strides = new long[rank];
        for (int d = 0; d < rank; d++) {
            sizes[d] = region.sizes()[rank - 1 - d];
            strides[d] = region.strides()[rank - 1 - d];
        }
        return new Region(region.dtype(), sizes, strides, region.address());
    }

    /** A view of every second element of the last dimension. */
    public static Region everySecond(Region region) {
        int last = region.sizes().length - 1;
        var sizes = region.sizes().clone();
        var strides = region.strides().clone();
        sizes[last] = (sizes[last] + 1) / 2;
        strides[last] *= 2;
        return new Region(region.dtype(), sizes, strides, region.address());
    }

    /** Infers, allocates and runs. */
    public static <O extends Primitive> Region[] run(O op, UncheckedOperand... inputs) {
        var inference = UncheckedCall.begin(UncheckedCall.inference(), op, UncheckedCall.sealed(inputs), DType.FLOAT32);
        op.infer(inference);
        var outputs = new Region[inference.outputs()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = empty(inference.dtype(i), UncheckedCall.sizes(inference, i));
        }
        @SuppressWarnings("unchecked") // the backend answers with a kernel of that operator
        var kernel = (Kernel<O>) BACKEND.kernel(op.descriptor());
        kernel.run(op, UncheckedCall.of(inputs, outputs, inference.compute()));
        return outputs;
    }

    /** The results with one, two and three threads. */
    public static <T> List<T> withThreads(Supplier<T> work) {
        int before = Workers.threads();
        var results = new ArrayList<T>();
        try {
            for (int threads = 1; threads <= 3; threads++) {
                Threads.limit(threads);
                results.add(work.get());
            }
        } finally {
            Threads.limit(before);
        }
        return results;
    }
}
