package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Numbered samples of inputs and targets. Workers ask for batches at the same time, so an implementation must not change. One that makes its
 * samples one by one is a {@link SampleDataset}.
 */
public interface Dataset {
    /** The most bytes that {@link #cache()} keeps: 1 GiB. */
    long CACHE_BYTES = 1L << 30;

    // ---- making one -------------------------------------------------------------------------------------------------

    /** The samples along the first dimension of two tensors; see {@link TensorDataset}. */
    static Dataset of(Tensor x, Tensor y) {
        return new TensorDataset(x, y);
    }

    /** Rows of numbers and a class for each: inputs float32 {@code [n, features]}, targets int64 {@code [n]}. */
    static Dataset of(float[][] x, long[] y) {
        return new TensorDataset(Creation.tensor(x, DType.FLOAT32, Device.CPU), Creation.of(y, DType.INT64, Device.CPU, y.length));
    }

    /** Rows of numbers and a row of numbers for each, both float32. */
    static Dataset of(float[][] x, float[][] y) {
        return new TensorDataset(Creation.tensor(x, DType.FLOAT32, Device.CPU), Creation.tensor(y, DType.FLOAT32, Device.CPU));
    }

    /** These samples, which stay in memory; they may differ in their shapes. */
    static Dataset of(List<Sample> samples) {
        var held = samples.stream().map(Aside::of).toList();
        return of(held.size(), index -> held.get(Math.toIntExact(index)).get());
    }

    /** {@code size} samples, each made when it is asked for, by several threads at a time. */
    static Dataset of(long size, LongFunction<Sample> make) {
        return new SampleDataset() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public Sample sample(long index) {
                if (index < 0 || index >= size) {
                    throw new ArgumentException("dataset: sample " + index + " is out of range, there are " + size);
                }
                return make.apply(index);
            }
        };
    }

    // ---- what it holds ----------------------------------------------------------------------------------------------

    /** How many samples there are. */
    long size();

    /**
     * The samples of these numbers, in this order, on the CPU.
     *
     * @param indices each in {@code [0, size())}
     */
    Batch batch(long[] indices);

    /** All samples as one batch, in their order. */
    default Batch all() {
        return batch(LongStream.range(0, size()).toArray());
    }

    /** The sample of this number. */
    default Sample sample(long index) {
        var one = batch(new long[] {index});
        return new Sample(Parts.map(one.inputs(), part -> Rows.row(part, 0)), Parts.map(one.targets(), part -> Rows.row(part, 0)));
    }

    /**
     * The samples of these numbers, in this order.
     *
     * @throws SampleException if one cannot be made; it says which, as {@link #describe} does
     */
    default List<Sample> samples(long... indices) {
        var samples = new ArrayList<Sample>(indices.length);
        for (long index : indices) {
            try {
                samples.add(sample(index));
            } catch (RuntimeException e) {
                throw new SampleException(describe(index), e);
            }
        }
        return samples;
    }

    /** What errors call a sample: {@code sample 17}, and its file where it has one. */
    default String describe(long index) {
        return "sample " + index;
    }

    // ---- batches ----------------------------------------------------------------------------------------------------

    /** A loader of batches, in the order of the samples. */
    default DataLoader batches(int size) {
        return batches(size, b -> b);
    }

    /** A loader as configured: {@code batches(64, b -> b.shuffle().workers(2))}. */
    default DataLoader batches(int size, UnaryOperator<LoaderOptions> options) {
        return DataLoader.of(this, size, options.apply(LoaderOptions.DEFAULT));
    }

    // ---- others made of it ------------------------------------------------------------------------------------------

    /** The first {@code count} samples, or all if there are fewer. */
    default Dataset take(long count) {
        return subset(LongStream.range(0, Math.min(count, size())).toArray());
    }

    /**
     * The samples of these numbers.
     *
     * @throws ArgumentException if a number is out of range
     */
    default Dataset subset(long... indices) {
        return new Subset(this, indices);
    }

    /** The samples for which {@code wanted} says yes; each is asked for once, now. */
    default Dataset filter(Predicate<Sample> wanted) {
        return Partition.filter(this, wanted);
    }

    /**
     * Parts of these shares of the samples, drawn without replacement: {@code split(1, 0.8, 0.2)}. What rounding leaves over goes to the
     * first parts, one each, as {@code torch.utils.data.random_split} does it.
     *
     * @param seed what the parts follow from
     * @param shares each at least 0; their sum at most 1
     */
    default List<Dataset> split(long seed, double... shares) {
        return Partition.split(this, seed, shares);
    }

    /**
     * The samples in {@code k} parts, drawn without replacement, each once for validation while the others are for training.
     *
     * @param k from 2 to the number of samples; the first parts have one sample more where the number does not divide
     * @param seed what the parts follow from
     */
    default List<Fold> kFold(int k, long seed) {
        return Partition.folds(this, k, seed);
    }

    /**
     * One of the parts of {@link #kFold}.
     *
     * @param train the samples of the other parts
     * @param validation the samples of this part
     */
    record Fold(Dataset train, Dataset validation) {}

    /** The samples of this dataset and then those of others. */
    default Dataset concat(Dataset... others) {
        return new Concatenation(this, others);
    }

    /**
     * Samples made of those of the same number in two datasets: {@code images.zip(texts, (a, b) -> a.with("text", b.x()))}.
     *
     * @throws ArgumentException if the sizes differ
     */
    default Dataset zip(Dataset other, BinaryOperator<Sample> join) {
        if (size() != other.size()) {
            throw new ArgumentException("zip: both must have as many samples, got " + size() + " and " + other.size());
        }
        return new Derived(this) {
            @Override
            public Sample sample(long index) {
                return join.apply(source.sample(index), other.sample(index));
            }
        };
    }

    /** This dataset with every sample changed by a function without randomness; for random changes see {@link LoaderOptions#augment}. */
    default Dataset mapSamples(UnaryOperator<Sample> change) {
        return new Derived(this) {
            @Override
            public Sample sample(long index) {
                return change.apply(source.sample(index));
            }
        };
    }

    /** This dataset with every batch changed by a function without randomness; for random changes see {@link LoaderOptions#transform}. */
    default Dataset map(UnaryOperator<Batch> change) {
        var source = this;
        return new Dataset() {
            @Override
            public long size() {
                return source.size();
            }

            @Override
            public Batch batch(long[] indices) {
                return change.apply(source.batch(indices));
            }

            @Override
            public String describe(long index) {
                return source.describe(index);
            }
        };
    }

    /** {@link #cache(long)} of at most {@link #CACHE_BYTES}. */
    default Dataset cache() {
        return cache(CACHE_BYTES);
    }

    /**
     * This dataset, with its samples kept in memory once they were made, until they take {@code bytes}; those beyond are made anew each time. A
     * training asks for all samples once an epoch, so keeping the first ones is as good as any choice. Nothing may change a sample in place.
     */
    default Dataset cache(long bytes) {
        return new CachedDataset(this, bytes);
    }
}
