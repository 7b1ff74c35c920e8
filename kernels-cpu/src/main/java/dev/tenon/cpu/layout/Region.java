package dev.tenon.cpu.layout;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.spi.Layouts;
import java.util.Objects;

/** Memory that a kernel made up, or a part of a tensor, as an operand for other kernels. The arrays are not copied. */
@SuppressWarnings("ArrayRecordComponent") // as Operand has it; nobody compares regions
public record Region(DType dtype, long[] sizes, long[] strides, long address) implements Operand {
    /** Row-major memory of these sizes. */
    public static Region contiguous(DType dtype, long[] sizes, long address) {
        return new Region(dtype, sizes, rowMajor(sizes), address);
    }

    static long[] rowMajor(long[] sizes) {
        var strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= sizes[d];
        }
        return strides;
    }

    /** The same memory from an offset on, with another layout. */
    public static Region of(Operand operand, long[] sizes, long[] strides, long offset) {
        return new Region(operand.dtype(), sizes, strides, operand.address() + offset * operand.dtype().bytes());
    }

    @Override
    public long numel() {
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        return n;
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
        return Layouts.isRowMajor(sizes, strides);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Objects.hash(dtype, address);
    }
}
