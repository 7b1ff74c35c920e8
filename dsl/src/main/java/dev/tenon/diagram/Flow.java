package dev.tenon.diagram;

import dev.tenon.diagram.Part.Box;
import dev.tenon.diagram.Part.Group;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A chart: boxes in groups and arrows between boxes. */
final class Flow {
    final String title;
    final Group root = new Group(null, "", "");
    final Set<Link> links = new LinkedHashSet<>();

    /** An arrow, and what stands beside its beginning. */
    record Link(Box from, Box to, String label) {}

    /**
     * The piece of an arrow within one group. Pieces of arrows of one box that go the same way are one.
     *
     * @param from null if it comes in from outside
     * @param to null if it goes out
     */
    record Piece(@Nullable Part from, @Nullable Part to, Box source, String label) {}

    Flow(String title) {
        this.title = title;
    }

    void link(Box from, Box to, String label) {
        links.add(new Link(from, to, label));
    }

    /** The arrows of each group, those cut in pieces that cross the frames of groups. */
    Map<Group, Set<Piece>> pieces() {
        var pieces = new LinkedHashMap<Group, Set<Piece>>();
        links.forEach(link -> cut(link, pieces));
        return pieces;
    }

    private static void cut(Link link, Map<Group, Set<Piece>> pieces) {
        Part from = link.from;
        Part to = link.to;
        while (from.around != to.around) {
            if (from.depth() >= to.depth()) {
                var around = Objects.requireNonNull(from.around);
                add(pieces, around, new Piece(from, null, link.from, link.label));
                from = around;
            } else {
                var around = Objects.requireNonNull(to.around);
                add(pieces, around, new Piece(null, to, link.from, link.label));
                to = around;
            }
        }
        add(pieces, Objects.requireNonNull(from.around), new Piece(from, to, link.from, link.label));
    }

    private static void add(Map<Group, Set<Piece>> pieces, Group group, Piece piece) {
        pieces.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(piece);
    }
}
