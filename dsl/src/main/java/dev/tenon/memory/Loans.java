package dev.tenon.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leases of a pool in a ring, which keeps them reachable, and what they come to. Guarded by the pool's lock. */
final class Loans {
    private @Nullable Lease first;
    private volatile long bytes;

    /** Bytes on loan; may be read without the lock. */
    long bytes() {
        return bytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // changed only with the lock
    void add(Lease lease) {
        var head = first;
        if (head != null) {
            lease.next = head;
            lease.previous = head.previous;
            head.previous.next = lease;
            head.previous = lease;
        }
        first = lease;
        bytes += lease.bytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // changed only with the lock
    void remove(Lease lease) {
        if (first == lease) {
            first = lease.next == lease ? null : lease.next;
        }
        lease.previous.next = lease.next;
        lease.next.previous = lease.previous;
        lease.next = lease;
        lease.previous = lease;
        bytes -= lease.bytes;
    }

    /** How many there are of each size. */
    Map<Long, Long> counts() {
        var counts = new HashMap<Long, Long>();
        var lease = first;
        while (lease != null) {
            counts.merge(lease.bytes, 1L, Long::sum);
            lease = lease.next == first ? null : lease.next;
        }
        return counts;
    }
}
