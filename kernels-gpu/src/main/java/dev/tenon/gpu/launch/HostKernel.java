package dev.tenon.gpu.launch;

import dev.tenon.core.Device;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.memory.Pool;
import dev.tenon.memory.UncheckedStorage;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import dev.tenon.spi.UncheckedCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes an operator on the CPU and moves its operands there and back: for factorisations and the like, which a GPU gains little on.
 * It waits for the device. Errors are those of the CPU's kernel.
 *
 * @param <O> the operator's record
 */
public final class HostKernel<O extends Op> implements Kernel<O> {
    /** For generated providers. */
    public HostKernel() {}

    @Override
    public void run(O op, KernelCall call) {
        try (var gpu = GpuCall.of(op, call); var host = new Copied(gpu)) {
            for (int i = 0; i < call.inputs(); i++) {
                host.inputs[i] = call.has(i) ? host.read(call.in(i)) : null;
            }
            for (int i = 0; i < call.outputs(); i++) {
                host.outputs[i] = host.like(call.out(i));
            }
            UncheckedCall.run(op, Device.CPU, UncheckedCall.of(host.inputs, host.outputs, call.compute()));
            host.write();
        }
    }

    /** Row-major copies of a call's operands in the host's memory. */
    private static final class Copied implements AutoCloseable {
        private final List<UncheckedStorage> taken = new ArrayList<>();
        private final GpuCall gpu;
        private final @Nullable UncheckedOperand[] inputs;
        private final UncheckedOperand[] outputs;

        Copied(GpuCall gpu) {
            this.gpu = gpu;
            this.inputs = new UncheckedOperand[gpu.inputs()];
            this.outputs = new UncheckedOperand[gpu.outputs()];
        }

        Region like(UncheckedOperand operand) {
            var memory = Pool.of(Device.CPU).borrow(Math.max(1, operand.numel() * operand.dtype().bytes()));
            taken.add(memory);
            return Region.dense(Device.CPU, operand.dtype(), memory.address(), operand.sizes());
        }

        UncheckedOperand read(UncheckedOperand operand) {
            if (operand.device().kind() == Device.Kind.CPU) {
                return operand;
            }
            var copy = like(operand);
            long bytes = bytes(copy);
            if (bytes > 0) {
                gpu.driver().download(gpu.dense(operand, operand.dtype()).address(), copy.address(), bytes);
            }
            return copy;
        }

        /** The outputs; an operator without any has written into its inputs. */
        void write() {
            for (int i = 0; i < outputs.length; i++) {
                write(outputs[i], gpu.out(i));
            }
            for (int i = 0; outputs.length == 0 && i < inputs.length; i++) {
                var input = inputs[i];
                if (input != null && input != gpu.in(i)) {
                    write(input, gpu.in(i));
                }
            }
        }

        private void write(UncheckedOperand from, UncheckedOperand to) {
            if (bytes(from) == 0) {
                return;
            }
            var target = to.isContiguous() ? to : gpu.region(to.dtype(), to.sizes());
            gpu.driver().upload(from.address(), target.address(), bytes(from));
            if (target != to) {
                Copies.copy(gpu, target, to);
            }
        }

        private static long bytes(UncheckedOperand operand) {
            return operand.numel() * operand.dtype().bytes();
        }

        @Override
        public void close() {
            taken.forEach(memory -> memory.release("its kernel"));
        }
    }
}
