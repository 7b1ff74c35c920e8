package dev.tenon.profile;

import dev.tenon.io.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Events in the form of Chrome's tracing, which Perfetto reads as well.
 *
 * @see <a href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">Trace Event Format</a>
 */
final class ChromeTrace {
    private ChromeTrace() {}

    static void write(Path file, List<Span> spans) {
        AtomicFile.write(file, text(spans));
    }

    static String text(List<Span> spans) {
        long process = ProcessHandle.current().pid();
        var events = new ArrayList<String>();
        var threads = new TreeMap<Long, String>();
        spans.forEach(span -> threads.putIfAbsent(span.thread(), span.threadName()));
        events.add("{\"name\": \"process_name\", \"ph\": \"M\", \"pid\": " + process + ", \"args\": {\"name\": \"Tenon\"}}");
        threads
            .forEach((number, name) -> events.add("{\"name\": \"thread_name\", \"ph\": \"M\", \"pid\": " + process + ", \"tid\": " + number
                + ", \"args\": {\"name\": " + quoted(name) + "}}"));
        // Viewers put what begins first outside, and of two that begin together the longer one.
        spans.stream().sorted(Comparator.comparingLong(Span::start).thenComparing(Comparator.comparingLong(Span::nanos).reversed()))
            .forEach(span -> events.add(event(span, process)));
        return "{\"displayTimeUnit\": \"ns\", \"traceEvents\": [\n" + String.join(",\n", events) + "\n]}\n";
    }

    private static String event(Span span, long process) {
        var name = span.kind() == Span.Kind.LAYER && !span.path().isEmpty() ? span.path() : span.name();
        return "{\"name\": " + quoted(name) + ", \"cat\": " + quoted(span.kind().name().toLowerCase(Locale.ROOT))
            + ", \"ph\": \"X\", \"ts\": "
            + micros(span.start()) + ", \"dur\": " + micros(span.nanos()) + ", \"pid\": " + process + ", \"tid\": " + span.thread()
            + ", \"args\": {\"layer\": " + quoted(span.path()) + ", \"kind\": " + quoted(span.name()) + ", \"pass\": "
            + quoted(span.backward() ? "backward" : "forward") + ", \"bytes\": " + span.bytes() + "}}";
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%d.%03d", nanos / 1000, Math.floorMod(nanos, 1000L));
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
