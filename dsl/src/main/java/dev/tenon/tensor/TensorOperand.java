package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.core.UncheckedOperand;

/** A tensor as rules and kernels see it. Each tensor has one for life. */
final class TensorOperand implements UncheckedOperand {
    private final Tensor tensor;

    TensorOperand(Tensor tensor) {
        this.tensor = tensor;
    }

    @Override
    public DType dtype() {
        return tensor.dtype();
    }

    @Override
    public Device device() {
        return tensor.device();
    }

    @Override
    public long[] sizes() {
        return tensor.sizes();
    }

    @Override
    public long[] strides() {
        return tensor.strides();
    }

    @Override
    public int rank() {
        return tensor.rank();
    }

    @Override
    public long numel() {
        return tensor.numel();
    }

    @Override
    public long address() {
        return tensor.address();
    }

    @Override
    public boolean isWrappedNumber() {
        return tensor.isWrappedNumber();
    }

    @Override
    public boolean isContiguous() {
        return tensor.isContiguous();
    }

    @Override
    public String toString() {
        return Operand.describe(this);
    }
}
