package dev.tenon.data;

import dev.tenon.core.TenonException;
import dev.tenon.data.sampler.Order;
import dev.tenon.tensor.Generator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a stream is read. Workers take turns, in the order of their batches, so that these do not depend on how many there are. */
final class StreamCursor implements AutoCloseable {
    private final Iterator<Sample> samples;
    private final int size;
    private final boolean dropsLast;
    /** Samples that wait to be drawn; of one without a shuffle. */
    private final List<Supplier<Sample>> waiting = new ArrayList<>();
    private final int buffer;
    private final @Nullable Generator random;
    private final long first;
    private long next;
    private boolean closed;

    StreamCursor(SampleStream stream, int size, LoaderOptions options, long epoch, long first) {
        var order = options.order();
        this.samples = stream.samples(epoch);
        this.size = size;
        this.dropsLast = options.dropsLast();
        this.buffer = order == null ? 1 : options.buffer();
        this.random = order == null ? null : Order.stream(order, epoch);
        this.first = first;
    }

    /** The samples of this batch; none if the stream ended before it. What reading them throws is that batch's, and the next one goes on. */
    synchronized List<Sample> take(long number) {
        try {
            while (next < first) {
                passOver();
            }
            while (number != next) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TenonException("batches: the thread was interrupted while it waited for its turn to read the stream");
        }
        try {
            return read();
        } finally {
            next++;
            notifyAll();
        }
    }

    /** Reads a batch that is not asked for. What that throws was told when it was asked for, and the next one went on behind it. */
    private void passOver() {
        try {
            read();
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
        } finally {
            next++;
        }
    }

    private List<Sample> read() {
        var batch = new ArrayList<Sample>(size);
        for (var sample = draw(); sample != null; sample = draw()) {
            batch.add(sample);
            if (batch.size() == size) {
                return batch;
            }
        }
        return dropsLast ? List.of() : batch;
    }

    /** A sample that waits outlives the batch that was made when it was read. */
    private @Nullable Sample draw() {
        while (!closed && waiting.size() < buffer && samples.hasNext()) {
            waiting.add(Aside.of(samples.next()));
        }
        if (waiting.isEmpty()) {
            return null;
        }
        int last = waiting.size() - 1;
        int drawn = random == null ? 0 : (int) random.nextLong(waiting.size());
        var sample = waiting.get(drawn);
        waiting.set(drawn, waiting.get(last));
        waiting.remove(last);
        return sample.get();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.clear();
        if (samples instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                var error = new TenonException("batches: the stream could not be closed: " + e.getMessage());
                error.initCause(e);
                throw error;
            }
        }
    }
}
