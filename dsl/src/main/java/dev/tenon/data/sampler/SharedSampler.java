package dev.tenon.data.sampler;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import java.util.ArrayList;
import java.util.List;

/** What one of several processes takes. Batches that another sampler made stay whole. */
final class SharedSampler implements Sampler {
    private final Sampler whole;
    private final int rank;
    private final int world;

    SharedSampler(Sampler whole, int rank, int world) {
        if (world < 1 || rank < 0 || rank >= world) {
            throw new ArgumentException("sampler: the rank must be from 0 to one less than the processes, got " + rank + " of " + world);
        }
        this.whole = whole;
        this.rank = rank;
        this.world = world;
    }

    @Override
    public long count(long samples) {
        return Math.ceilDiv(whole.count(samples), world);
    }

    @Override
    public long[] order(long samples, long seed, long epoch) {
        var all = whole.order(samples, seed, epoch);
        var own = new long[Math.ceilDiv(all.length, world)];
        for (int i = 0; i < own.length; i++) {
            own[i] = all[(int) (((long) i * world + rank) % all.length)];
        }
        return own;
    }

    @Override
    public List<Ints> batches(long samples, int size, boolean dropLast, long seed, long epoch) {
        if (!whole.makesBatches()) {
            return Sampler.super.batches(samples, size, dropLast, seed, epoch);
        }
        var all = whole.batches(samples, size, dropLast, seed, epoch);
        var own = new ArrayList<Ints>();
        for (int i = rank; i < Math.ceilDiv(all.size(), world) * world; i += world) {
            own.add(all.get(i % all.size()));
        }
        return own;
    }

    @Override
    public long batchCount(long samples, int size, boolean dropLast) {
        return whole.makesBatches() ? Math.ceilDiv(whole.batchCount(samples, size, dropLast), world)
            : Sampler.super.batchCount(samples, size, dropLast);
    }

    @Override
    public boolean makesBatches() {
        return whole.makesBatches();
    }

    @Override
    public boolean isRandom() {
        return whole.isRandom();
    }
}
