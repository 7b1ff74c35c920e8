package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What surrounds the arguments of one call: small tensors whose elements nobody may change, beside each tensor among them. */
final class World {
    static final int MOST_ELEMENTS = 4096;
    private static final double[] PATTERN = {7.25, -3, 1e30, 42};

    private final List<Tensor> guards = new ArrayList<>();

    /** Makes a tensor between two guards. */
    Tensor guarded(Device device, Supplier<Tensor> tensor) {
        if (!device.equals(Device.CPU)) {
            return tensor.get();
        }
        guards.add(guard());
        var made = tensor.get();
        guards.add(guard());
        return made;
    }

    private static Tensor guard() {
        return Creation.of(PATTERN, DType.FLOAT64, Device.CPU, PATTERN.length).escape();
    }

    /** Whether all guards are as they were. */
    boolean isWhole() {
        return guards.stream().allMatch(guard -> Arrays.equals(guard.toDoubleArray(), PATTERN));
    }
}
