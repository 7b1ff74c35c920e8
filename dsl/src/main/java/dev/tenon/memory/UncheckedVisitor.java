package dev.tenon.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A thread as a visitor of tensors' memory: it says, for nearly nothing, whether it is inside. Whoever takes memory away from a thread that
 * uses it without counting looks here first, after {@link Barrier#forAllThreads}.
 */
public final class UncheckedVisitor {
    private static final VarHandle COUNT = count();

    /** Odd while the thread is inside; written by that thread only. */
    private long count;
    private int depth;
    /** What the thread uses of others, in the order in which it came there. */
    private @Nullable Lease[] holds = new Lease[4];
    private int held;

    private boolean isCounted;

    UncheckedVisitor(boolean isCounted) {
        this.isCounted = isCounted;
    }

    /** That of the calling thread. */
    static UncheckedVisitor current() {
        return ThreadMemory.current().visitor;
    }

    /**
     * From now on the thread may be at an address; it enters every storage after this and before that. Visits nest.
     *
     * @return what {@link #leave} is told
     */
    public int enter() {
        if (depth++ == 0) {
            COUNT.setOpaque(this, count + 1);
            // Keeps the compiler from moving a look at a storage before the store; the processor is kept from it by the other side's barrier.
            VarHandle.releaseFence();
        }
        return held;
    }

    /** Whether every use of what this thread allocates is counted, its own as well. */
    public boolean isCounted() {
        return isCounted;
    }

    void countAll() {
        isCounted = true;
    }

    /** Notes a hold that lasts until the thread leaves. */
    void note(Lease lease) {
        if (held == holds.length) {
            holds = Arrays.copyOf(holds, 2 * held);
        }
        holds[held++] = lease;
    }

    /** The thread is at no address any more that it came to since {@link #enter} answered {@code mark}. */
    public void leave(int mark) {
        while (held > mark) {
            letGo();
        }
        if (--depth == 0) {
            COUNT.setRelease(this, count + 1);
        }
    }

    private void letGo() {
        var last = holds[--held];
        holds[held] = null;
        if (last != null) {
            last.letGo();
        }
    }

    /** How often the thread has come and gone; odd while it is inside. */
    long ticket() {
        return (long) COUNT.getAcquire(this);
    }

    private static VarHandle count() {
        try {
            return MethodHandles.lookup().findVarHandle(UncheckedVisitor.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
