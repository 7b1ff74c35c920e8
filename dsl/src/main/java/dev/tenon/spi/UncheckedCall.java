package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.UncheckedOperand;
import org.jspecify.annotations.Nullable;

/**
 * Rules and kernels, run on whatever one says: nothing is checked, and a wrong shape or address ends the JVM. It is for the funnel, which
 * checks shapes, dtypes, devices and liveness before; for kernels that use other kernels; and for tests of kernels. All other code has the
 * operators' methods.
 */
public final class UncheckedCall {
    private UncheckedCall() {}

    // ---- rules ------------------------------------------------------------------------------------------------------

    /** What one thread's calls are inferred in, one after another. */
    public static Inference inference() {
        return new Inference();
    }

    /** Starts a call, which its operator then infers. */
    public static Inference begin(Inference inference, Op op, @Nullable SealedOperand[] inputs, DType defaultDtype) {
        return inference.begin(op, inputs, defaultDtype);
    }

    /** The sizes of an output as they are, not to be changed. */
    public static long[] sizes(Inference inference, int output) {
        return inference.outputSizes(output);
    }

    /** The strides of an output that is a view, as they are; null for new memory. */
    public static long @Nullable [] strides(Inference inference, int output) {
        return inference.outputStrides(output);
    }

    /** Where in the elements of input 0 a view begins. */
    public static long offset(Inference inference, int output) {
        return inference.outputOffset(output);
    }

    // ---- kernels ----------------------------------------------------------------------------------------------------

    /** The call of a kernel on tensors. */
    public static KernelCall of(@Nullable SealedOperand[] inputs, SealedOperand[] outputs, DType compute) {
        return new KernelCall(inputs, outputs, compute);
    }

    /** The call of a kernel on operands of one's own, such as copies of those that another kernel was handed. */
    public static KernelCall of(@Nullable UncheckedOperand[] inputs, UncheckedOperand[] outputs, DType compute) {
        return new KernelCall(sealed(inputs), sealed(outputs), compute);
    }

    /** Operands of one's own as what a call is made of. */
    public static @Nullable SealedOperand[] sealed(@Nullable UncheckedOperand[] operands) {
        var sealed = new @Nullable SealedOperand[operands.length];
        for (int i = 0; i < operands.length; i++) {
            var operand = operands[i];
            sealed[i] = operand == null ? null : SealedOperand.of(operand);
        }
        return sealed;
    }

    /** Runs the kernel that a device has for an operator. */
    public static void run(Op op, Device device, KernelCall call) {
        var descriptor = op.descriptor();
        descriptor.requireOf(op);
        descriptor.kernel(device).run(op, call);
    }
}
