package dev.tenon.profile;

import dev.tenon.nn.LayerListener;
import dev.tenon.tensor.OpListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Notes every operator, layer and backward function of some work, with its time and memory.
 * {@snippet :
 * var profile = Profiler.profile(() -> loss(model.call(x)).backward());
 * println(profile);
 * profile.chromeTrace(Path.of("trace.json"));
 * }
 * Only what runs in the calling thread is heard; {@link #record} in several threads gives one profile of all. On a GPU times are those of queueing,
 * unless the work waits for values.
 */
public final class Profiler {
    private final boolean parts;
    private final long start = System.nanoTime();
    private final List<Span> spans = Collections.synchronizedList(new ArrayList<>());
    private final Networks networks = new Networks();

    /** A profiler that takes operators as they are called. */
    public Profiler() {
        this(false);
    }

    private Profiler(boolean parts) {
        this.parts = parts;
    }

    /** A profiler that also hears what operators are made of: the matrix product within {@code linear}. */
    public static Profiler withParts() {
        return new Profiler(true);
    }

    /** The profile of some work. */
    public static Profile profile(Runnable work) {
        var profiler = new Profiler();
        profiler.record(work);
        return profiler.profile();
    }

    /** Runs some work and notes what the calling thread does; may be called again, and in other threads at the same time. */
    public void record(Runnable work) {
        var recording = new Recording(start, parts, networks);
        try {
            LayerListener.listen(recording, () -> OpListener.listen(recording, work));
        } finally {
            spans.addAll(recording.spans());
        }
    }

    /** What was noted so far. */
    public Profile profile() {
        synchronized (spans) {
            return Profile.of(spans);
        }
    }
}
