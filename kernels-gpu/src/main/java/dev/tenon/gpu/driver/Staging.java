package dev.tenon.gpu.driver;

import java.lang.foreign.MemorySegment;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.global.cudart;

/**
 * Copies between the host and a card by way of pinned memory, which the card reads and writes by itself. An upload returns when the host's
 * memory has been read, not when the card has it; a large download reads one piece while the next is on its way.
 */
final class Staging {
    private static final int UP = 4;
    private static final int DOWN = 2;
    private static final long BYTES = 4L << 20;
    private static final long ALIGNMENT = 64;

    private final CudaContext context;
    private final Object uploading = new Object();
    private final Object downloading = new Object();
    private final Slots up = new Slots(UP);
    private final Slots down = new Slots(DOWN);
    private int slot;
    /** How much of the slot has been used since it was last free. */
    private long used;

    Staging(CudaContext context) {
        this.context = context;
    }

    /** Equal pieces of pinned memory, allocated at the first use, each with an event that tells when the card is done with it. */
    private final class Slots {
        private final int count;
        private final Address memory = new Address();
        private final Address place = new Address();
        private final CUevent_st[] events;

        Slots(int count) {
            this.count = count;
            this.events = new CUevent_st[count];
        }

        void allocate(String operator) {
            if (events[count - 1] != null) {
                return;
            }
            if (memory.isNull()) {
                check(cudart.cuMemHostAlloc(memory, BYTES * count, 0), operator);
            }
            for (int i = 0; i < count; i++) {
                var event = new CUevent_st();
                check(cudart.cuEventCreate(event, cudart.CU_EVENT_DISABLE_TIMING), operator);
                events[i] = event;
            }
        }

        long address(int which) {
            return memory.address() + which * BYTES;
        }

        MemorySegment segment(int which, long offset, long bytes) {
            return host(address(which) + offset, bytes);
        }

        /** The card is done with this slot when it comes to this point of the queue. */
        void mark(int which, String operator) {
            check(cudart.cuEventRecord(events[which], context.stream()), operator);
        }

        void await(int which, String operator) {
            check(cudart.cuEventSynchronize(events[which]), operator);
        }
    }

    // A virtual thread may come out of a wait for a lock on another carrier: the context is entered behind it.

    void upload(long host, long device, long bytes) {
        synchronized (uploading) {
            context.enter();
            up.allocate("upload");
            for (long at = 0; at < bytes;) {
                if (used >= BYTES) {
                    turn();
                }
                long piece = Math.min(bytes - at, BYTES - used);
                up.segment(slot, used, piece).copyFrom(host(host + at, piece));
                check(cudart.cuMemcpyHtoDAsync(device + at, up.place.at(up.address(slot) + used), piece, context.stream()), "upload");
                used += (piece + ALIGNMENT - 1) & -ALIGNMENT;
                at += piece;
            }
        }
    }

    /** Leaves a full slot to the card and waits for the next one, which it has had for the longest time. */
    private void turn() {
        up.mark(slot, "upload");
        slot = (slot + 1) % UP;
        up.await(slot, "upload");
        used = 0;
    }

    void download(long device, long host, long bytes) {
        synchronized (downloading) {
            context.enter();
            down.allocate("download");
            long pieces = (bytes + BYTES - 1) / BYTES;
            for (long i = 0; i <= pieces; i++) {
                if (i < pieces) {
                    fetch((int) (i % DOWN), device + i * BYTES, Math.min(BYTES, bytes - i * BYTES));
                }
                if (i > 0) {
                    int which = (int) ((i - 1) % DOWN);
                    long at = (i - 1) * BYTES;
                    down.await(which, "download");
                    long size = Math.min(BYTES, bytes - at);
                    host(host + at, size).copyFrom(down.segment(which, 0, size));
                }
            }
        }
    }

    private void fetch(int which, long device, long bytes) {
        check(cudart.cuMemcpyDtoHAsync(down.place.at(down.address(which)), device, bytes, context.stream()), "download");
        down.mark(which, "download");
    }

    private void check(int result, String operator) {
        context.errors().check(result, operator);
    }

    private static MemorySegment host(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
