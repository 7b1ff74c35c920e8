package dev.tenon.gpu.launch;

import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;

/**
 * An operator's kernel on a GPU: code that queues launches and products.
 *
 * @param <O> the operator's record
 */
public abstract class GpuKernel<O extends Op> implements Kernel<O> {
    /** Queues what computes the outputs. */
    protected abstract void run(O op, GpuCall call);

    @Override
    public final void run(O op, KernelCall call) {
        try (var gpu = GpuCall.of(op, call)) {
            run(op, gpu);
            gpu.check();
        }
    }
}
