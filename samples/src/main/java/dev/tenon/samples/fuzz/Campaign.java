package dev.tenon.samples.fuzz;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Plays the calls of one family in child processes, starts another behind a call that ended one, and gathers what was wrong. */
final class Campaign {
    private static final int MOST_REPLAYS = 30;
    private static final long CALLS_PER_CHILD = 50_000;

    private final Child child;
    private final Consumer<Finding> found;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private long made;

    /** @param found hears of each kind of fault once, as soon as it is known */
    Campaign(Child child, Consumer<Finding> found) {
        this.child = child;
        this.found = found;
    }

    /** Makes the calls from one number up to another, unless the time is over before. */
    void run(long from, long to, Instant until) throws IOException, InterruptedException {
        long next = from;
        while (next < to && Instant.now().isBefore(until)) {
            var stop = Math.min(to, next + CALLS_PER_CHILD);
            var end = child.play(next, stop, until, this::line);
            long reached = end.finished() ? stop : end.place().index() + 1;
            if (end.broken()) {
                add(broken(end, until));
            }
            made += reached - next;
            next = reached;
            if (end.outOfTime()) {
                break;
            }
        }
    }

    long made() {
        return made;
    }

    Collection<Finding> findings() {
        return findings.values();
    }

    /** How many calls had a fault of this kind. */
    int count(Finding finding) {
        return counts.getOrDefault(finding.key(), 1);
    }

    long faults(String kind) {
        return findings.values().stream().filter(finding -> finding.kind().equals(kind)).mapToLong(this::count).sum();
    }

    private void line(String line) {
        var parts = line.split("\t", -1);
        if (parts.length == 5 && parts[0].equals("fault")) {
            add(new Finding("exception", parts[2], parts[3], Place.parse(parts[1]), parts[4]));
        } else if (parts.length == 5 && parts[0].equals("again")) {
            counts.merge(parts[2], 1, Integer::sum);
        }
    }

    private void add(Finding finding) {
        counts.merge(finding.key(), 1, Integer::sum);
        if (findings.putIfAbsent(finding.key(), finding) == null) {
            found.accept(finding);
        }
    }

    /** The simplest form of a call that ends a process or hangs; each try is a process of its own. */
    private Finding broken(Child.End end, Instant until) throws IOException, InterruptedException {
        var place = end.place();
        var key = end.kind() + " " + child.operator(place) + (end.kind().equals("death") ? " " + end.key() : "");
        if (findings.containsKey(key)) {
            return findings.get(key);
        }
        var again = child.replay(place);
        if (!again.broken()) {
            return new Finding(end.kind(), key, child.text(place), place,
                "the call alone does it not; those before it do, from the beginning of its process\\n" + end.detail());
        }
        int replays = end.kind().equals("hang") ? 6 : MOST_REPLAYS;
        for (int choice = 0, tries = 0; tries < replays && Instant.now().isBefore(until); choice++, tries++) {
            var next = new Place(place.index(), Player.append(place.choices(), choice));
            var result = child.replay(next);
            if (result.missing()) {
                break;
            }
            if (result.broken() && result.kind().equals(end.kind())) {
                place = next;
                again = result;
                choice = -1;
            }
        }
        return new Finding(end.kind(), key, child.text(place), place, again.detail());
    }

    /** One line: calls, deaths, hangs, exceptions of a wrong kind, and how many kinds of faults these are. */
    String closingLine(String title) {
        return "fuzz: %s: %d calls, %d deaths, %d hangs, %d wrong exceptions, %d kinds of faults".formatted(title, made, faults("death"),
            faults("hang"), faults("exception"), findings.size());
    }
}
