package dev.tenon.diagram;

import dev.tenon.diagram.Cell.Wire;
import java.util.ArrayList;
import java.util.List;

/** Gives cells their places from left to right: near the middle of what they are joined to, in the order of their rank, and apart. */
final class Columns {
    private static final int PASSES = 60;
    private static final double GAP = 22;
    /** Arrows through several ranks should be upright more than others, those from a parameter or the like less. */
    private static final double BETWEEN_POINTS = 8;
    private static final double OF_A_POINT = 2;
    private static final double OF_A_SOURCE = 0.1;

    private Columns() {}

    static void of(List<List<Cell>> ranks) {
        for (var rank : ranks) {
            place(rank, new double[rank.size()]);
        }
        for (int pass = 0; pass < PASSES; pass++) {
            boolean down = pass % 2 == 0;
            boolean both = pass >= PASSES / 2;
            for (int i = 0; i < ranks.size(); i++) {
                var rank = ranks.get(down ? i : ranks.size() - 1 - i);
                place(rank, rank.stream().mapToDouble(cell -> wished(cell, down || both, !down || both)).toArray());
            }
        }
    }

    private static double weight(Wire wire) {
        if (wire.from().in.isEmpty() && !wire.from().isPoint() && wire.to().in.size() > 1) {
            return OF_A_SOURCE;
        }
        return wire.from().isPoint() && wire.to().isPoint() ? BETWEEN_POINTS
            : wire.from().isPoint() || wire.to().isPoint() ? OF_A_POINT : 1;
    }

    private static double weight(Cell cell) {
        return Math.max(OF_A_SOURCE,
            cell.in.stream().mapToDouble(Columns::weight).sum() + cell.out.stream().mapToDouble(Columns::weight).sum());
    }

    /** Where the cell's arrows to the ranks above and below would be upright on average. */
    private static double wished(Cell cell, boolean above, boolean below) {
        double sum = 0;
        double weights = 0;
        if (above) {
            for (var wire : cell.in) {
                sum += weight(wire) * (wire.fromX() - cell.inlet(wire.source()));
                weights += weight(wire);
            }
        }
        if (below) {
            for (var wire : cell.out) {
                sum += weight(wire) * (wire.toX() - cell.outlet(wire.source()));
                weights += weight(wire);
            }
        }
        return weights == 0 ? cell.x : sum / weights;
    }

    /** Cells that touch, moved as one. */
    private static final class Run {
        double weight;
        double sum;
        int cells;

        double mean() {
            return sum / weight;
        }
    }

    /**
     * The places that differ least from the wished ones, in squares: without their widths, places need only not fall, which is an isotonic
     * regression, solved by joining neighbours that violate it.
     */
    private static void place(List<Cell> rank, double[] wished) {
        var runs = new ArrayList<Run>();
        var offsets = new double[rank.size()];
        for (int i = 0; i < rank.size(); i++) {
            var cell = rank.get(i);
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + (room(rank.get(i - 1)) + room(cell)) / 2 + GAP;
            var run = new Run();
            run.weight = weight(cell);
            run.sum = run.weight * (wished[i] - offsets[i]);
            run.cells = 1;
            while (!runs.isEmpty() && runs.getLast().mean() > run.mean()) {
                var before = runs.removeLast();
                run.weight += before.weight;
                run.sum += before.sum;
                run.cells += before.cells;
            }
            runs.add(run);
        }
        int i = 0;
        for (var run : runs) {
            for (int k = 0; k < run.cells; k++, i++) {
                rank.get(i).x = run.mean() + offsets[i];
            }
        }
    }

    /** A cell's width, and that of the label that stands to the right of its middle. */
    private static double room(Cell cell) {
        double label = 0;
        for (var wire : Level.label(cell)) {
            label = Math.max(label, 2 * (cell.outlet(wire.source()) + Lettering.text(wire.label(), Lettering.SMALL) + 8));
        }
        return Math.max(cell.width, label);
    }
}
