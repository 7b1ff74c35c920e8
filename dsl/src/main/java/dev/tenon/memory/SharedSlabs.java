package dev.tenon.memory;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The slabs that virtual threads fill together: as many as there are processors, however many threads there are. */
final class SharedSlabs {
    private final Stripe[] stripes = new Stripe[Math.max(1, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()))];

    /** A slab with a lock. */
    private static final class Stripe {
        private @Nullable Slab slab;
    }

    /** Makes a storage of a place in a slab. */
    @FunctionalInterface
    interface Place {
        UncheckedStorage at(Slab slab, long address);
    }

    SharedSlabs() {
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** A place of so many bytes in the slab of the calling thread's stripe, or in a fresh one. */
    UncheckedStorage take(long bytes, Supplier<Slab> fresh, Place place) {
        var stripe = stripes[(int) Thread.currentThread().threadId() & stripes.length - 1];
        synchronized (stripe) {
            var slab = stripe.slab;
            long address = slab == null ? -1 : slab.take(bytes);
            if (slab == null || address < 0) {
                slab = fresh.get();
                stripe.slab = slab;
                address = slab.take(bytes);
            }
            return place.at(slab, address);
        }
    }
}
