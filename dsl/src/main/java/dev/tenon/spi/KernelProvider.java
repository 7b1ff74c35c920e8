package dev.tenon.spi;

import dev.tenon.core.Device;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of a library of operators for one device kind; found by {@link ServiceLoader}.
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

    /** All providers for a device kind that a class loader sees. */
    static List<KernelProvider> of(Device.Kind kind, ClassLoader loader) {
        return ServiceLoader.load(KernelProvider.class, loader).stream().map(ServiceLoader.Provider::get)
            .filter(provider -> provider.kind() == kind).toList();
    }

    /** The kernel of the first provider that has one for the operator, or null. */
    static @Nullable Kernel<?> find(List<KernelProvider> providers, OpDescriptor op) {
        for (var provider : providers) {
            var kernel = provider.kernel(op.type().getName());
            if (kernel != null) {
                return kernel;
            }
        }
        return null;
    }
}
