package dev.tenon.testing;

import dev.tenon.core.Device;
import dev.tenon.memory.Pool;
import dev.tenon.memory.Scope;

/** What an operator leaves behind of the memory outside Java's, at one sample. */
final class CallMemory {
    private static final int CALLS = 20;

    private final Call call;

    CallMemory(Call call) {
        this.call = call;
    }

    /** What grows once is a first use of something; what grows with the number of calls is lost. */
    void memory() {
        calls();
        long once = calls();
        long twice = once > 0 ? calls() + calls() : 0;
        Expect.that(twice <= 0, CALLS + " calls and their gradients leave " + once + " bytes in use, " + 2 * CALLS + " more " + twice);
    }

    private long calls() {
        var pool = Pool.of(Device.CPU);
        pool.reclaim();
        long before = pool.inUse();
        for (int i = 0; i < CALLS; i++) {
            try (var _ = Scope.open("opcheck")) {
                CallGradients.of(call, false);
            }
        }
        pool.reclaim();
        return pool.inUse() - before;
    }
}
