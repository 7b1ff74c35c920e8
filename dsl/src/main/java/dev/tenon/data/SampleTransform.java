package dev.tenon.data;

import dev.tenon.tensor.Generator;

/** Changes a sample; random numbers must come from {@code random}, which follows from the seed, the epoch and the batch. */
@FunctionalInterface
public interface SampleTransform {
    Sample apply(Sample sample, Generator random);

    /** This change and then another one. */
    default SampleTransform then(SampleTransform next) {
        return (sample, random) -> next.apply(apply(sample, random), random);
    }
}
