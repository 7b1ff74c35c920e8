package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.spi.Inference;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import org.jspecify.annotations.Nullable;

/** The device of a call, and the Java numbers that are brought beside its tensors. */
final class Placement {
    private Placement() {}

    /** The device that all inputs share; each is entered, if it is alive. */
    static Device enter(Op op, @Nullable Tensor[] inputs, Context context) {
        @Nullable Tensor first = null;
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input == null) {
                continue;
            }
            input.enter(context.visitor, op);
            if (first == null) {
                first = input;
            } else if (first.device() != input.device() && !first.device().equals(input.device())) {
                if (isNumber(op, input) && !first.device().isMeta()) {
                    inputs[i] = beside(op, input, first.device());
                } else if (isNumber(op, first) && !input.device().isMeta()) {
                    numbersBeside(op, inputs, i);
                    first = input;
                } else if (first.device().isMeta() || input.device().isMeta()) {
                    return Device.META;
                } else {
                    throw apart(op, first.device(), input.device());
                }
            }
        }
        return first != null ? first.device() : Device.CPU;
    }

    private static DeviceException apart(Op op, Device first, Device other) {
        return new DeviceException(op.descriptor().name() + ": all tensors must be on one device, got " + first + " and " + other
            + "\n  try:   to(" + first + ") or to(" + other + ") one of them");
    }

    /**
     * Whether the operand can stand beside tensors of another device: a Java number, or in pointwise operators any single number of the
     * host's, such as those that gradients compute of Java numbers.
     */
    private static boolean isNumber(Op op, Tensor operand) {
        return operand.isWrappedNumber() || op.descriptor().kind() == OpDescriptor.Kind.POINTWISE && operand.rank() == 0
            && operand.device().kind() == Device.Kind.CPU && !operand.requiresGrad();
    }

    /** Moves the numbers before the first tensor to its device. */
    private static void numbersBeside(Op op, @Nullable Tensor[] inputs, int tensor) {
        var device = inputs[tensor].device();
        for (int i = 0; i < tensor; i++) {
            var input = inputs[i];
            if (input != null && isNumber(op, input)) {
                inputs[i] = beside(op, input, device);
            }
        }
    }

    /** A number where a kernel of this device can use it: a GPU's pointwise kernels take it as an argument, which needs no copy. */
    private static Tensor beside(Op op, Tensor number, Device device) {
        boolean argument = op.descriptor().kind() == OpDescriptor.Kind.POINTWISE && number.device().kind() == Device.Kind.CPU
            && device.kind() == Device.Kind.GPU;
        return argument ? number : number.to(device);
    }

    /**
     * Java numbers in the dtype they are promoted to: in the arithmetic of narrow integers they wrap, where they are chosen as elements they
     * must fit, and comparisons with halves see them rounded. In the arithmetic of halves they keep float's precision.
     */
    static void promoteNumbers(Op op, @Nullable Tensor[] inputs, Inference inference) {
        var compute = inference.compute();
        boolean narrow = compute.isFloating() ? compute.bytes() == 2 && inference.dtype(0) == DType.BOOL
            : compute.isIntegral() && compute != DType.INT64;
        if (!narrow || op.descriptor().kind() != OpDescriptor.Kind.POINTWISE) {
            return;
        }
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input != null && input.isWrappedNumber() && input.dtype() != compute) {
                if (op.descriptor().isChoice() && compute.isIntegral()) {
                    Creation.requireFits(input, compute, op.descriptor().name());
                }
                inputs[i] = Creation.converted(input, compute);
            }
        }
    }
}
