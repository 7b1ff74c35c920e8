package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes a batch of samples: {@code dataset.batches(32, b -> b.collate(Collation.padded()))}. */
@FunctionalInterface
public interface Collation {
    /** The batch of these samples, of which there is at least one. */
    Batch collate(List<Sample> samples);

    /** Every part along a new dimension 0; parts of different shapes are a {@link ShapeException}. */
    static Collation stacked() {
        return samples -> new Batch(parts(samples, Sample::inputs, Rows::stack), parts(samples, Sample::targets, Rows::stack));
    }

    /** {@link #padded(double, double)} with zeros. */
    static Collation padded() {
        return padded(0, 0);
    }

    /**
     * Sequences of different lengths: inputs {@code [t, ...]} become {@code [b, longest, ...]}, and so do targets; parts without a
     * dimension are stacked. How long each first input was is the last input, {@code lengths}, int64 {@code [b]}, as
     * {@code packPaddedSequence} takes it.
     *
     * @param input what inputs end with
     * @param target what targets end with; -100 is left out by {@code crossEntropy}
     */
    static Collation padded(double input, double target) {
        return samples -> {
            var batch = new Batch(parts(samples, Sample::inputs, (name, parts) -> padded(name, parts, input)),
                parts(samples, Sample::targets, (name, parts) -> padded(name, parts, target)));
            if (samples.getFirst().x().rank() == 0) {
                throw new ShapeException("collate: there is no length to pad, the first input of a sample is a number\n  try:   "
                    + "Collation.stacked()");
            }
            var lengths = samples.stream().mapToLong(sample -> sample.x().size(0)).toArray();
            return batch.with("lengths", Creation.of(lengths, DType.INT64, Device.CPU, lengths.length));
        };
    }

    private static Tensor padded(String name, List<Tensor> parts, double value) {
        return parts.getFirst().rank() == 0 ? Rows.stack(name, parts) : Rows.pad(name, parts, value);
    }

    private static Map<String, Tensor> parts(List<Sample> samples, Function<Sample, Map<String, Tensor>> side,
        BiFunction<String, List<Tensor>, Tensor> join) {
        var names = side.apply(samples.getFirst()).keySet();
        var joined = new LinkedHashMap<String, Tensor>();
        for (var name : names) {
            var parts = new ArrayList<Tensor>(samples.size());
            for (var sample : samples) {
                var own = side.apply(sample);
                var part = own.get(name);
                if (part == null || own.size() != names.size()) {
                    throw new ArgumentException("collate: the samples of a batch must have the same parts, got " + names + " and "
                        + own.keySet());
                }
                parts.add(part);
            }
            joined.put(name, join.apply(name, parts));
        }
        return joined;
    }
}
