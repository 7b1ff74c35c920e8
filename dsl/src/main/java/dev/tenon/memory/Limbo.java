package dev.tenon.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Released memory that its owner may still be reading: a hold is let go when the owner, seen inside after the release, has left since.
 * Nobody waits for it; the pool looks when enough has gathered or when it needs memory.
 */
final class Limbo {
    private static final int MANY = 32;
    private static final long MUCH = 4L << 20;
    private static final long UNSEEN = -1;

    private final List<Waiting> waiting = new ArrayList<>();
    private volatile int fresh;
    private volatile boolean isDue;
    private long freshBytes;

    /** A hold, and the segments that must be closed before it is let go. */
    private static final class Waiting {
        final Lease lease;
        final @Nullable Export export;
        long ticket = UNSEEN;

        Waiting(Lease lease, @Nullable Export export) {
            this.lease = lease;
            this.export = export;
        }
    }

    /** Lets go of one hold on the lease when its owner is out of it and the export, if there is one, is closed. */
    synchronized void add(Lease lease, @Nullable Export export) {
        waiting.add(new Waiting(lease, export));
        fresh++;
        freshBytes += lease.bytes;
        isDue |= fresh >= MANY || freshBytes >= MUCH;
    }

    /** Whether so much has gathered that a look is worth it. */
    boolean isDue() {
        return isDue;
    }

    /** Lets go of what nobody can be in any more. */
    void sweep() {
        for (var done : quiet()) {
            done.lease.letGo();
        }
    }

    private synchronized List<Waiting> quiet() {
        isDue = false;
        if (waiting.isEmpty()) {
            return List.of();
        }
        if (fresh > 0) {
            Barrier.forAllThreads();
            fresh = 0;
            freshBytes = 0;
        }
        var done = new ArrayList<Waiting>();
        waiting.removeIf(hold -> isQuiet(hold) && done.add(hold));
        return done;
    }

    private static boolean isQuiet(Waiting hold) {
        if (hold.export != null && !hold.export.close()) {
            return false;
        }
        var owner = hold.lease.owner;
        if (owner == null || owner == UncheckedVisitor.current()) {
            return true;
        }
        long now = owner.ticket();
        if (hold.ticket == UNSEEN) {
            hold.ticket = now;
        }
        return (now & 1) == 0 || now != hold.ticket;
    }
}
