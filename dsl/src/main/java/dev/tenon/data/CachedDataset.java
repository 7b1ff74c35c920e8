package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Keeps the samples that were asked for first, as many as a number of bytes holds. */
final class CachedDataset extends Derived {
    private final ConcurrentHashMap<Long, Supplier<Sample>> kept = new ConcurrentHashMap<>();
    private final AtomicLong free;

    CachedDataset(Dataset source, long bytes) {
        super(source);
        if (bytes < 0) {
            throw new ArgumentException("cache: the bytes must be at least 0, got " + bytes);
        }
        this.free = new AtomicLong(bytes);
    }

    @Override
    public Sample sample(long index) {
        var known = kept.get(index);
        if (known != null) {
            return known.get();
        }
        var made = source.sample(index);
        long bytes = made.bytes();
        if (free.addAndGet(-bytes) < 0 || kept.putIfAbsent(index, Aside.of(made)) != null) {
            free.addAndGet(bytes);
        }
        return made;
    }
}
