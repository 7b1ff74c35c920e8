package dev.tenon.spi;

import dev.tenon.core.Device;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of a library of operators for one device kind; found by {@link java.util.ServiceLoader}.
 * The processor generates one per annotated library, so a user's operators are found the same way as Tenon's own.
 */
public interface KernelProvider {
    Device.Kind kind();

    /**
     * A new kernel of an operator, or null if this provider has none. Kernels are asked for at the first call of each operator and by
     * name, so that a program loads the classes of those it uses and of no others.
     *
     * @param record the full name of the operator's record
     */
    @Nullable Kernel<?> kernel(String record);
}
