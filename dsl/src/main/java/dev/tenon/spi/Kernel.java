package dev.tenon.spi;

/**
 * Computes one operator on one device. The shapes, dtypes, devices and liveness of every operand were checked before.
 *
 * @param <O> the operator's record
 */
@FunctionalInterface
public interface Kernel<O extends Op> {
    void run(O op, KernelCall call);
}
