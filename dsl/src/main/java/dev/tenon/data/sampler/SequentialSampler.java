package dev.tenon.data.sampler;

/** The order of the samples. */
final class SequentialSampler implements Sampler {
    @Override
    public long[] order(long samples, long seed, long epoch) {
        return Order.straight(Math.toIntExact(samples));
    }

    @Override
    public boolean isRandom() {
        return false;
    }
}
