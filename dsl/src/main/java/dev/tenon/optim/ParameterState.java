package dev.tenon.optim;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** One parameter, the steps it has taken, and what its optimizer keeps of it, by PyTorch's names. */
final class ParameterState {
    final Tensor parameter;
    final Map<String, Tensor> buffers = new LinkedHashMap<>();
    final Map<String, Double> numbers = new LinkedHashMap<>();
    long steps;

    ParameterState(Tensor parameter) {
        this.parameter = parameter;
    }

    /** Keeps a tensor with the parameter's dtype and device. State belongs to no scope, even when the optimizer is made within one. */
    void add(String name, long[] shape, double initial) {
        buffers.put(name, Creation.full(shape, initial, parameter.dtype(), parameter.device()).escape());
    }

    /** A tensor that is kept. */
    Tensor buffer(String name) {
        return Objects.requireNonNull(buffers.get(name), name);
    }

    void save(String prefix, Map<String, Tensor> into) {
        into.put(prefix + "step", Creation.full(new long[0], steps, DType.INT64, Device.CPU));
        numbers.forEach((name, number) -> into.put(prefix + name, Creation.full(new long[0], number, DType.FLOAT64, Device.CPU)));
        buffers.forEach((name, buffer) -> into.put(prefix + name, buffer));
    }

    /** Checks a saved state, and answers what takes it over. */
    Runnable read(String prefix, Map<String, Tensor> from) {
        long count = StateEntry.count(from, prefix + "step");
        var loadedNumbers = new LinkedHashMap<String, Double>();
        numbers.keySet().forEach(name -> loadedNumbers.put(name, StateEntry.number(from, prefix + name)));
        var loaded = new LinkedHashMap<String, Tensor>();
        buffers.forEach((name, buffer) -> loaded.put(name, StateEntry.like(buffer, from, prefix + name)));
        return () -> {
            steps = count;
            numbers.putAll(loadedNumbers);
            buffers.forEach((name, buffer) -> buffer.copy_(loaded.getOrDefault(name, buffer)));
        };
    }
}
