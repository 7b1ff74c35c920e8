package dev.tenon.spi;

import dev.tenon.core.Device;
import java.util.function.Supplier;

/**
 * Kernels of a library of operators for one device kind; found by {@link java.util.ServiceLoader}.
 * The processor generates one per annotated library, so a user's operators are found the same way as Tenon's own.
 */
public interface KernelProvider {
    Device.Kind kind();

    /** Registers every kernel this provider has. */
    void register(Registry registry);

    /** Takes kernels by operator record. */
    interface Registry {
        <O extends Op> void add(Class<O> op, Supplier<Kernel<O>> kernel);
    }
}
