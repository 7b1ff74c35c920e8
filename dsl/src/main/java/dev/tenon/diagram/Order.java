package dev.tenon.diagram;

import dev.tenon.diagram.Cell.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the cells of each rank in an order in which few arrows cross: each goes to the mean place of its neighbours, down and up in turns. */
final class Order {
    private static final int SWEEPS = 16;

    private Order() {}

    static void of(List<List<Cell>> ranks) {
        ranks.forEach(Order::number);
        var best = copy(ranks);
        long fewest = crossings(ranks);
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean down = sweep % 2 == 0;
            for (int i = 1; i < ranks.size(); i++) {
                sort(ranks.get(down ? i : ranks.size() - 1 - i), down);
            }
            long now = crossings(ranks);
            if (now < fewest) {
                fewest = now;
                best = copy(ranks);
            }
        }
        for (int r = 0; r < ranks.size(); r++) {
            ranks.set(r, best.get(r));
            number(best.get(r));
        }
    }

    private static List<List<Cell>> copy(List<List<Cell>> ranks) {
        var copy = new ArrayList<List<Cell>>();
        ranks.forEach(rank -> copy.add(new ArrayList<>(rank)));
        return copy;
    }

    private static void number(List<Cell> rank) {
        for (int i = 0; i < rank.size(); i++) {
            rank.get(i).place = i;
        }
    }

    private record Wish(Cell cell, double place) {}

    private static void sort(List<Cell> rank, boolean down) {
        var wishes = new ArrayList<>(rank.stream().map(cell -> new Wish(cell, wished(cell, down))).toList());
        wishes.sort(Comparator.comparingDouble(Wish::place));
        for (int i = 0; i < rank.size(); i++) {
            rank.set(i, wishes.get(i).cell);
        }
        number(rank);
    }

    private static double wished(Cell cell, boolean down) {
        return (down ? cell.in : cell.out).stream().mapToDouble(wire -> down ? begin(wire) : end(wire)).average().orElse(cell.place);
    }

    /** The place of an arrow's beginning, the side of its cell included. */
    private static double begin(Wire wire) {
        return wire.from().place + wire.from().outlet(wire.source()) / Math.max(1, wire.from().width);
    }

    private static double end(Wire wire) {
        return wire.to().place + wire.to().inlet(wire.source()) / Math.max(1, wire.to().width);
    }

    private static long crossings(List<List<Cell>> ranks) {
        long count = 0;
        for (int r = 0; r + 1 < ranks.size(); r++) {
            count += crossings(ranks.get(r), ranks.get(r + 1).size());
        }
        return count;
    }

    /** Counts the pairs that are the other way round below, by a binary indexed tree over the places there. */
    private static long crossings(List<Cell> above, int below) {
        var wires = new ArrayList<>(above.stream().flatMap(cell -> cell.out.stream()).toList());
        wires.sort(Comparator.comparingDouble(Order::begin).thenComparingDouble(Order::end));
        var tree = new int[below + 1];
        long count = 0;
        for (int i = 0; i < wires.size(); i++) {
            int place = wires.get(i).to().place;
            count += i;
            for (int k = place + 1; k > 0; k -= k & -k) {
                count -= tree[k];
            }
            for (int k = place + 1; k <= below; k += k & -k) {
                tree[k]++;
            }
        }
        return count;
    }
}
