package dev.tenon.memory;

import java.lang.foreign.Arena;

/** A full memory barrier in every thread of the process, paid for by the one that asks and not by those that run. */
final class Barrier {
    private Barrier() {}

    /**
     * Returns when each thread's earlier stores can be seen here and the caller's earlier stores can be seen by each thread. Closing a shared
     * arena does a handshake with all threads, which is just that; some 20 microseconds.
     */
    static void forAllThreads() {
        Arena.ofShared().close();
    }
}
