package dev.tenon.spi;

import dev.tenon.core.Device;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What every call of one operator shares: its spec name, its record class, and the kernel of each device kind. */
public final class OpDescriptor {
    /** How an operator makes its outputs. */
    public enum Kind {
        /** One formula per element. */
        POINTWISE,
        /** Folds dimensions away. */
        REDUCTION,
        /** A hand-written kernel. */
        NATIVE,
        /** Metadata only: outputs share the storage of input 0. */
        VIEW
    }

    private final String name;
    private final Kind kind;
    private final Class<? extends Op> type;
    private final List<String> inputNames;
    /** By parameter; of a list, all that it holds. */
    private int written;
    private boolean isChoice;
    private final AtomicReferenceArray<@Nullable Kernel<?>> kernels = new AtomicReferenceArray<>(Device.Kind.values().length);

    public OpDescriptor(String name, Kind kind, Class<? extends Op> type, String... inputNames) {
        this.name = name;
        this.kind = kind;
        this.type = type;
        this.inputNames = List.of(inputNames);
    }

    /** Says that the formula chooses among its operands without computing with them; for generated descriptors. */
    public OpDescriptor choosing() {
        isChoice = true;
        return this;
    }

    /** The name in the spec, such as {@code gelu} or {@code max/dim}. */
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public Class<? extends Op> type() {
        return type;
    }

    /** The tensor parameters' names, in the order of the signature. */
    public List<String> inputNames() {
        return inputNames;
    }

    /** Says that the kernel writes into these tensor parameters; for generated descriptors. */
    public OpDescriptor writing(String... parameters) {
        for (var parameter : parameters) {
            written |= 1 << inputNames.indexOf(parameter);
        }
        return this;
    }

    /** Whether the kernel writes into any of its inputs. */
    public boolean writes() {
        return written != 0;
    }

    /** Whether the kernel writes into this input; what a list holds are inputs like its first. */
    public boolean writes(int input) {
        return (written >>> Math.min(input, inputNames.size() - 1) & 1) != 0;
    }

    /** Whether elements of the result are elements of operands: a Java number among these must be one that the dtype can hold. */
    public boolean isChoice() {
        return isChoice;
    }

    /** The kernel for {@code device}, looked up in its backend at the first call. */
    @SuppressWarnings("unchecked") // a backend answers kernel(type) with a kernel of that type
    public Kernel<Op> kernel(Device device) {
        int slot = device.kind().ordinal();
        var kernel = kernels.getPlain(slot);
        if (kernel == null) {
            kernel = Backends.of(device).kernel(this);
            kernels.set(slot, kernel);
        }
        return (Kernel<Op>) kernel;
    }

    @Override
    public String toString() {
        return name;
    }
}
