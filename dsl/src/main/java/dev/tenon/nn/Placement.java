package dev.tenon.nn;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.tensor.Generator;
import java.util.function.Supplier;

/**
 * Where layers that are being constructed put their parameters: a declaration constructs them on the meta device, a build on a real one.
 *
 * @param device the device of new parameters
 * @param dtype the dtype of new floating parameters
 * @param generator where their first values come from
 */
public record Placement(Device device, DType dtype, Generator generator) {
    private static final ScopedValue<Placement> CURRENT = ScopedValue.newInstance();

    /** The placement in force; outside a declaration or build the CPU, the default dtype and the global generator. */
    public static Placement current() {
        return CURRENT.isBound() ? CURRENT.get() : new Placement(Device.CPU, DefaultDtype.current(), Generator.global());
    }

    public static boolean isBound() {
        return CURRENT.isBound();
    }

    /** Constructs {@code layer} here. */
    public <T> T construct(Supplier<T> layer) {
        return ScopedValue.where(CURRENT, this).call(layer::get);
    }
}
