package dev.tenon.data;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Samples that say which they are. */
public final class NumberedSamples {
    private NumberedSamples() {}

    /** Each has its number as input and target. */
    public static Dataset numbered(int samples) {
        var x = new float[samples];
        var y = new long[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = i;
            y[i] = i;
        }
        return new TensorDataset(Creation.of(x, DType.FLOAT32, Device.CPU, samples, 1), Creation.of(y, DType.INT64, Device.CPU, samples));
    }

    /** The targets of all samples. */
    public static List<Long> targets(Dataset dataset) {
        return longs(dataset.batch(LongStream.range(0, dataset.size()).toArray()).y());
    }

    /** The elements of a tensor. */
    public static List<Long> longs(Tensor tensor) {
        return LongStream.of(tensor.toLongArray()).boxed().toList();
    }
}
