package dev.tenon.diagram;

import dev.tenon.diagram.Cell.Wire;
import dev.tenon.diagram.Flow.Piece;
import dev.tenon.diagram.Part.Box;
import dev.tenon.diagram.Part.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The layout of what is directly in a group. Parts stand in ranks below those that they depend on (Sugiyama, Tagawa and Toda, 1981); a
 * group is a part whose own layout is made first, and arrows enter and leave it at points of its upper and lower edge.
 */
final class Level {
    private static final double MARGIN = 14;
    private static final double GAP = 26;
    /** Between an arrow and its label. */
    static final double LABEL_GAP = 5;

    final Group group;
    final List<List<Cell>> ranks = new ArrayList<>();
    /** Arrows against the order, which only a tensor makes that somebody has kept from an earlier call. */
    final List<Wire> against = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private final Map<Part, Cell> byPart = new IdentityHashMap<>();
    private final Map<Box, Cell> inlets = new LinkedHashMap<>();
    private final Map<Box, Cell> outlets = new LinkedHashMap<>();
    private double width;
    private double height;

    private Level(Group group) {
        this.group = group;
    }

    static Level of(Group group, Map<Group, Set<Piece>> pieces) {
        var level = new Level(group);
        var own = pieces.getOrDefault(group, Set.of());
        level.fill(own, pieces);
        var wires = own.stream().map(level::wire).toList();
        level.rank(wires);
        level.split(wires);
        Order.of(level.ranks);
        Columns.of(level.ranks);
        level.measure();
        return level;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    double inlet(Box source) {
        var cell = inlets.get(source);
        return cell == null ? width / 2 : cell.x;
    }

    double outlet(Box source) {
        var cell = outlets.get(source);
        return cell == null ? width / 2 : cell.x;
    }

    private void fill(Set<Piece> own, Map<Group, Set<Piece>> pieces) {
        own.stream().filter(piece -> piece.from() == null).forEach(piece -> inlets.computeIfAbsent(piece.source(), s -> Cell.point()));
        own.stream().filter(piece -> piece.to() == null).forEach(piece -> outlets.computeIfAbsent(piece.source(), s -> Cell.point()));
        cells.addAll(inlets.values());
        for (var part : group.parts) {
            var cell = switch (part) {
                case Box box -> Cell.of(box);
                case Group inner -> Cell.of(inner, of(inner, pieces));
            };
            byPart.put(part, cell);
            cells.add(cell);
        }
        cells.addAll(outlets.values());
    }

    private Wire wire(Piece piece) {
        var from = piece.from() == null ? inlets.get(piece.source()) : byPart.get(piece.from());
        var to = piece.to() == null ? outlets.get(piece.source()) : byPart.get(piece.to());
        return new Wire(Objects.requireNonNull(from), Objects.requireNonNull(to), piece.source(), piece.label());
    }

    // ---- ranks ------------------------------------------------------------------------------------------------------

    /** Each cell a rank below the lowest that it depends on; cells are in an order in which arrows go. */
    private void rank(List<Wire> wires) {
        var order = new IdentityHashMap<Cell, Integer>();
        cells.forEach(cell -> order.put(cell, order.size()));
        for (var wire : wires) {
            if (order.getOrDefault(wire.from(), 0) < order.getOrDefault(wire.to(), 0)) {
                wire.from().out.add(wire);
                wire.to().in.add(wire);
            } else {
                against.add(wire);
            }
        }
        int first = inlets.isEmpty() ? 0 : 1;
        int last = 0;
        for (var cell : cells) {
            int above = cell.in.stream().mapToInt(wire -> wire.from().rank + 1).max().orElse(first);
            cell.rank = inlets.containsValue(cell) ? 0 : Math.max(first, above);
            last = Math.max(last, cell.rank);
        }
        for (var cell : outlets.values()) {
            cell.rank = last;
        }
        lower();
        for (int r = 0; r <= last; r++) {
            ranks.add(new ArrayList<>());
        }
        cells.forEach(cell -> ranks.get(cell.rank).add(cell));
    }

    /** What depends on nothing stands right above what it is used by. */
    private void lower() {
        for (var cell : cells) {
            if (cell.in.isEmpty() && !cell.out.isEmpty() && !cell.isPoint()) {
                cell.rank = cell.out.stream().mapToInt(wire -> wire.to().rank - 1).min().orElse(cell.rank);
            }
        }
    }

    private record Bend(Cell from, Box source, int rank) {}

    /** Lets arrows that are longer than a rank go through points, which those of one box share. */
    private void split(List<Wire> wires) {
        var bends = new HashMap<Bend, Cell>();
        var done = new HashSet<Wire>();
        cells.forEach(cell -> {
            cell.in.clear();
            cell.out.clear();
        });
        for (var wire : wires) {
            if (against.contains(wire)) {
                continue;
            }
            var from = wire.from();
            for (int r = wire.from().rank + 1; r < wire.to().rank; r++) {
                int rank = r;
                var bend = bends.computeIfAbsent(new Bend(wire.from(), wire.source(), r), b -> {
                    var point = Cell.point();
                    point.rank = rank;
                    ranks.get(rank).add(point);
                    return point;
                });
                join(new Wire(from, bend, wire.source(), wire.label()), done);
                from = bend;
            }
            join(new Wire(from, wire.to(), wire.source(), wire.label()), done);
        }
    }

    private static void join(Wire wire, Set<Wire> done) {
        if (done.add(wire)) {
            wire.from().out.add(wire);
            wire.to().in.add(wire);
        }
    }

    // ---- sizes ------------------------------------------------------------------------------------------------------

    private void measure() {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        for (var rank : ranks) {
            for (var cell : rank) {
                left = Math.min(left, cell.x - cell.width / 2);
                right = Math.max(right, right(cell));
            }
        }
        boolean empty = left > right;
        double needed = group.around == null ? 0 : Lettering.text(group.title(), Lettering.SMALL) + 2 * MARGIN;
        double content = empty ? 0 : right - left;
        width = Math.max(content + 2 * MARGIN, needed);
        double shift = empty ? 0 : (width - content) / 2 - left;
        ranks.forEach(rank -> rank.forEach(cell -> cell.x += shift));
        stack();
    }

    /** The right edge of a cell with its labels. */
    private static double right(Cell cell) {
        double right = cell.x + cell.width / 2;
        for (var wire : label(cell)) {
            right = Math.max(right, wire.fromX() + LABEL_GAP + Lettering.text(wire.label(), Lettering.SMALL));
        }
        return right;
    }

    private void stack() {
        double y = group.around == null ? MARGIN : Lettering.HEADER + (inlets.isEmpty() ? MARGIN : 0);
        for (int r = 0; r < ranks.size(); r++) {
            var rank = ranks.get(r);
            double tallest = rank.stream().mapToDouble(cell -> cell.height).max().orElse(0);
            for (var cell : rank) {
                cell.y = y + (tallest - cell.height) / 2;
            }
            y += tallest;
            if (r < ranks.size() - 1) {
                y += gap(rank);
            }
        }
        height = outlets.isEmpty() ? y + MARGIN : y;
    }

    /** Arrows that go far to the side need height, and so do labels. */
    private static double gap(List<Cell> rank) {
        double far = rank.stream().flatMap(cell -> cell.out.stream()).mapToDouble(wire -> Math.abs(wire.fromX() - wire.toX())).max()
            .orElse(0);
        boolean labelled = rank.stream().anyMatch(cell -> !label(cell).isEmpty());
        return GAP + (labelled ? 16 : -4) + Math.min(48, far * 0.08);
    }

    /** The label below a cell that is not said elsewhere: within a group that an arrow leaves, it stands outside. */
    static List<Wire> label(Cell cell) {
        if (cell.isPoint()) {
            return List.of();
        }
        var labelled = new LinkedHashMap<Box, Wire>();
        for (var wire : cell.out) {
            boolean leaves = wire.to().isPoint() && wire.to().out.isEmpty();
            if (!leaves && !wire.label().isEmpty()) {
                labelled.putIfAbsent(wire.source(), wire);
            }
        }
        return List.copyOf(labelled.values());
    }
}
