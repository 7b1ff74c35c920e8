package dev.tenon.cpu.layout;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layouts;
import java.util.Objects;

/** Memory that a kernel made up, or a part of a tensor, as an operand for other kernels. The arrays are not copied. */
@SuppressWarnings("ArrayRecordComponent") // as UncheckedOperand has it; nobody compares regions
public record Region(DType dtype, long[] sizes, long[] strides, long address) implements UncheckedOperand {
    /** Row-major memory of these sizes. */
    public static Region contiguous(DType dtype, long[] sizes, long address) {
        return new Region(dtype, sizes, Layouts.rowMajor(sizes), address);
    }

    /** The same memory from an offset on, with another layout. */
    public static Region of(UncheckedOperand operand, long[] sizes, long[] strides, long offset) {
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
