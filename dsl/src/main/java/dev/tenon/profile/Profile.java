package dev.tenon.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;

/** What a {@link Profiler} noted. Its text is the two tables. */
public final class Profile {
    private final List<Span> spans;

    private Profile(List<Span> spans) {
        this.spans = spans;
    }

    static Profile of(List<Span> spans) {
        return new Profile(List.copyOf(spans));
    }

    /** All that was noted, in the order in which it ended. */
    public List<Span> spans() {
        return spans;
    }

    /**
     * A line of a table. Times are in nanoseconds.
     *
     * @param name an operator or a backward function, or a layer's class
     * @param path the layer, see {@link Span#path}
     * @param backward whether it is part of backward passes
     * @param calls how often
     * @param total all within included
     * @param self without what is told as within it
     * @param bytes memory that results took
     * @param share of the time of all, from 0 to 1
     */
    public record Row(String name, String path, boolean backward, long calls, long total, long self, long bytes, double share) {
        /** The mean time of a call. */
        public double mean() {
            return calls == 0 ? 0 : (double) total / calls;
        }
    }

    /** The time that was noted: of what is within nothing else, in all threads. */
    public long nanos() {
        return spans.stream().mapToLong(Span::self).sum();
    }

    /** Operators and backward functions, those first that took most themselves. */
    public List<Row> operators() {
        return rows(false);
    }

    /** {@link #operators} of each layer by itself. */
    public List<Row> operatorsByLayer() {
        return rows(true);
    }

    private record Key(String name, String path, boolean backward) {}

    private List<Row> rows(boolean byLayer) {
        var groups = new LinkedHashMap<Key, List<Span>>();
        for (var span : spans) {
            if (span.kind() != Span.Kind.LAYER) {
                groups.computeIfAbsent(new Key(span.name(), byLayer ? span.path() : "", span.backward()), key -> new ArrayList<>())
                    .add(span);
            }
        }
        long all = nanos();
        return groups.entrySet().stream().map(group -> {
            var within = group.getValue();
            long self = within.stream().mapToLong(Span::self).sum();
            return new Row(group.getKey().name, group.getKey().path, group.getKey().backward, within.size(),
                within.stream().mapToLong(Span::nanos).sum(), self, within.stream().mapToLong(Span::bytes).sum(), share(self, all));
        }).sorted(Comparator.comparingLong(Row::self).reversed()).toList();
    }

    private static double share(long nanos, long all) {
        return all == 0 ? 0 : (double) nanos / all;
    }

    /**
     * A line of the table of layers. Times are in nanoseconds.
     *
     * @param path see {@link Span#path}; {@code (outside)} of what belongs to no layer, such as an optimizer's step
     * @param kind its class
     * @param calls how often
     * @param forward the time of its calls, layers within included
     * @param backward the time of the functions that differentiate what it computed, layers within included
     * @param self the time of both without layers within
     * @param bytes memory that results took
     * @param share of {@code forward + backward} in the time of all, from 0 to 1
     */
    public record LayerRow(String path, String kind, long calls, long forward, long backward, long self, long bytes, double share) {}

    /** The layers by their paths in the order in which they first ran, and last what belongs to none. */
    public List<LayerRow> layers() {
        var sums = new HashMap<String, LayerSum>();
        for (var span : spans) {
            var path = span.path();
            sums.computeIfAbsent(path, LayerSum::new).own(span);
            for (int end = path.length(); end >= 0; end = path.isEmpty() ? -1 : path.lastIndexOf('.', end - 1)) {
                sums.computeIfAbsent(path.substring(0, end), LayerSum::new).within(span);
            }
        }
        var outside = sums.remove("");
        var rows = new ArrayList<LayerRow>();
        long all = nanos();
        sums.values().stream().filter(sum -> sum.calls > 0)
            .sorted(Comparator.<LayerSum>comparingLong(sum -> sum.start).thenComparing(sum -> sum.path))
            .forEach(sum -> rows.add(sum.row(all)));
        if (outside != null) {
            rows.add(outside.row(all));
        }
        return rows;
    }

    /** What comes together for a line of the table of layers. */
    private static final class LayerSum {
        final String path;
        String kind = "";
        long start = Long.MAX_VALUE;
        long calls;
        long forward;
        long backward;
        long self;
        long bytes;

        LayerSum(String path) {
            this.path = path;
        }

        void own(Span span) {
            self += span.self();
            if (span.kind() == Span.Kind.LAYER) {
                kind = span.name();
                calls++;
            }
        }

        void within(Span span) {
            start = Math.min(start, span.start());
            forward += span.backward() ? 0 : span.self();
            backward += span.backward() ? span.self() : 0;
            bytes += span.kind() == Span.Kind.OPERATOR ? span.bytes() : 0;
        }

        LayerRow row(long all) {
            return new LayerRow(path.isEmpty() ? "(outside)" : path, kind, calls, forward, backward, self, bytes,
                share(forward + backward, all));
        }
    }

    /** Writes the events for chrome://tracing or Perfetto, as JSON: layers around their operators, each thread by itself. */
    public void chromeTrace(Path file) {
        ChromeTrace.write(file, spans);
    }

    /** The tables of operators and of layers. */
    @Override
    public String toString() {
        return ProfileText.operators(operators(), nanos()) + "\n" + ProfileText.layers(layers());
    }

    /** The table of the operators of each layer. */
    public String byLayer() {
        return ProfileText.operators(operatorsByLayer(), nanos());
    }
}
