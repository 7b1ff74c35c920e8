package dev.tenon.cpu.pointwise;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Region;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.UncheckedCall;
import org.jspecify.annotations.Nullable;

/**
 * Inputs in the dtype that they are promoted to, where the lane alone would keep more than that dtype holds: beside halves, 257 is 256 in
 * bfloat16 and 100000 is infinite in float16. Java numbers stay as they are: the funnel has converted those that must be.
 */
public final class Promoted {
    private Promoted() {}

    /** The call, or one with converted copies. */
    public static KernelCall of(KernelCall call, Scratch scratch) {
        @Nullable UncheckedOperand @Nullable [] converted = null;
        for (int i = 0; i < call.inputs(); i++) {
            if (call.has(i) && isWider(call.in(i), call.compute())) {
                if (converted == null) {
                    converted = inputs(call);
                }
                converted[i] = copy(call.in(i), call.compute(), scratch);
            }
        }
        return converted == null ? call : UncheckedCall.of(converted, outputs(call), call.compute());
    }

    /** The call with a zero in the place of every input that was not given. */
    static KernelCall complete(KernelCall call, Scratch scratch) {
        var inputs = inputs(call);
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == null) {
                long zero = scratch.take(Long.BYTES);
                UncheckedAccess.i64(zero, 0, 0);
                inputs[i] = Region.contiguous(call.compute(), new long[0], zero);
            }
        }
        return UncheckedCall.of(inputs, outputs(call), call.compute());
    }

    private static boolean isWider(UncheckedOperand input, DType compute) {
        var dtype = input.dtype();
        if (dtype == compute || dtype.bytes() == 1 && compute.isFloating() || compute.bytes() > 2 && compute.isFloating()) {
            return false;
        }
        return !input.isWrappedNumber() && (compute.isFloating() || dtype != DType.BOOL && dtype.bytes() >= compute.bytes());
    }

    private static UncheckedOperand copy(UncheckedOperand input, DType compute, Scratch scratch) {
        var copy = Region.contiguous(compute, input.sizes(), scratch.take(input.numel() * compute.bytes()));
        IdentityKernel.copy(input, copy);
        return copy;
    }

    private static @Nullable UncheckedOperand[] inputs(KernelCall call) {
        var inputs = new @Nullable UncheckedOperand[call.inputs()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = call.has(i) ? call.in(i) : null;
        }
        return inputs;
    }

    private static UncheckedOperand[] outputs(KernelCall call) {
        var outputs = new UncheckedOperand[call.outputs()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = call.out(i);
        }
        return outputs;
    }
}
