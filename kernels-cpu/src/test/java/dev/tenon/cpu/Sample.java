package dev.tenon.cpu;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.Layouts;
import dev.tenon.spi.Op;
import dev.tenon.spi.UncheckedCall;
import java.lang.foreign.Arena;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An operand in native memory, to run a kernel on without the rest of the library. */
public record Sample(DType dtype, long[] sizes, long[] strides, long address, Arena memory) implements UncheckedOperand {
    /** Uninitialised but for a pattern that no result has, so that an element which a kernel forgets is seen. */
    public static Sample empty(DType dtype, long... sizes) {
        long bytes = count(sizes) * dtype.bytes();
        var arena = Arena.ofAuto();
        long address = arena.allocate(Math.max(1, bytes), 64).fill((byte) 0x5A).address();
        return new Sample(dtype, sizes, Layouts.rowMajor(sizes), address, arena);
    }

    public static Sample of(DType dtype, double[] values, long... sizes) {
        var sample = empty(dtype, sizes);
        for (int i = 0; i < values.length; i++) {
            Convert.storeDouble(dtype, sample.address + (long) i * dtype.bytes(), values[i]);
        }
        return sample;
    }

    public static Sample longs(long... values) {
        var sample = empty(DType.INT64, values.length);
        for (int i = 0; i < values.length; i++) {
            UncheckedAccess.i64(sample.address, i, values[i]);
        }
        return sample;
    }

    /** Values in [-2, 2), small integers for integer dtypes, truth values for booleans. */
    public static Sample random(DType dtype, long seed, long... sizes) {
        var random = new Random(seed);
        var values = new double[(int) count(sizes)];
        for (int i = 0; i < values.length; i++) {
            values[i] = dtype.isFloating() ? random.nextDouble() * 4 - 2 : random.nextInt(dtype == DType.BOOL ? 2 : 7);
        }
        return of(dtype, values, sizes);
    }

    /** The same values in memory of which every second element of every second row is used, last dimension first. */
    public Sample strided() {
        int rank = sizes.length;
        var spread = new long[rank];
        long stride = 2;
        for (int d = 0; d < rank; d++) {
            spread[d] = stride;
            stride *= 2 * Math.max(1, sizes[d]);
        }
        var arena = Arena.ofAuto();
        var copy = new Sample(dtype, sizes, spread, arena.allocate(stride * dtype.bytes(), 64).address(), arena);
        var values = toDoubles();
        for (int i = 0; i < values.length; i++) {
            Convert.storeDouble(dtype, copy.address + copy.offset(i) * dtype.bytes(), values[i]);
        }
        return copy;
    }

    public Sample as(DType other) {
        return of(other, toDoubles(), sizes);
    }

    private static long count(long[] sizes) {
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        return n;
    }

    private long offset(long i) {
        long offset = 0;
        long rest = i;
        for (int d = sizes.length - 1; d >= 0; d--) {
            offset += rest % sizes[d] * strides[d];
            rest /= sizes[d];
        }
        return offset;
    }

    public double at(long i) {
        return Convert.loadDouble(dtype, address + offset(i) * dtype.bytes());
    }

    public double[] toDoubles() {
        var values = new double[(int) numel()];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(i);
        }
        return values;
    }

    /** Runs a kernel as the funnel would. */
    public static <O extends Op> void run(Kernel<O> kernel, O op, @Nullable UncheckedOperand[] inputs, UncheckedOperand... outputs) {
        kernel.run(op, UncheckedCall.of(inputs, outputs, outputs.length == 0 ? DType.FLOAT32 : outputs[0].dtype()));
    }

    public static @Nullable UncheckedOperand[] inputs(@Nullable UncheckedOperand... inputs) {
        return inputs;
    }

    @Override
    public long numel() {
        return count(sizes);
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public boolean isWrappedNumber() {
        return false;
    }

    @Override
    public boolean isContiguous() {
        return new Restrided(this, sizes, strides).isContiguous();
    }
}
