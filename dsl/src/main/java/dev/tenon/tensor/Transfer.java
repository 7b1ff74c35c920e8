package dev.tenon.tensor;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.Operand;
import dev.tenon.spi.Backends;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Moves a tensor between devices. Not an operator of the spec, because it runs on two devices; recorded like one all the same.
 *
 * @param source where from
 * @param target where to
 */
record Transfer(Device source, Device target) implements Op {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("to", OpDescriptor.Kind.NATIVE, Transfer.class, "input");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public String gradFn() {
        return "ToCopyBackward0";
    }

    static Tensor to(Tensor input, Device target) {
        input.requireAlive("to");
        if (input.device().isMeta()) {
            throw new DeviceException(
                "to: a tensor on the meta device has no elements to move to " + target + "\n  tensor: " + Operand.describe(input)
                    + "\n  try:   build the network on " + target);
        }
        return Dispatch.move(new Transfer(input.device(), target), Rule.INSTANCE, input, () -> copied(input, target));
    }

    private static Tensor copied(Tensor input, Device target) {
        var result = input.isWrappedNumber() ? Tensor.allocateWrapped(input.dtype(), target)
            : Tensor.allocate(input.dtype(), target, input.sizes());
        if (target.isMeta() || input.numel() == 0) {
            return result;
        }
        try (var off = GradMode.noGrad()) {
            copy(input.contiguous(), result);
        }
        return result;
    }

    /** Copies between row-major tensors on two devices; what goes from one GPU to another goes by way of this machine's memory. */
    private static void copy(Tensor from, Tensor to) {
        long bytes = from.numel() * from.dtype().bytes();
        var source = from.device();
        var target = to.device();
        if (source.kind() != Device.Kind.CPU && target.kind() != Device.Kind.CPU) {
            copy(from.to(Device.CPU), to);
            return;
        }
        try (var _ = MemoryUse.of(from, "to"); var _ = MemoryUse.of(to, "to")) {
            if (source.kind() == Device.Kind.CPU) {
                Backends.of(target).memory().upload(from.address(), to.address(), bytes, target.index());
            } else {
                Backends.of(source).memory().download(from.address(), to.address(), bytes, source.index());
            }
        }
    }

    private static final class Rule implements GradRule<Transfer> {
        static final Rule INSTANCE = new Rule();

        @Override
        public long savedInputs() {
            return 0;
        }

        @Override
        public long savedOutputs() {
            return 0;
        }

        @Override
        public @Nullable Tensor[] backward(Transfer op, GradCall call) {
            return new Tensor[] {call.grad(0).to(op.source())};
        }
    }
}
