package dev.tenon.diagram;

import dev.tenon.diagram.Part.Box;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has a place in a level: a box, a group with its own level, or a point through which an arrow goes. */
final class Cell {
    /** Null for a point. */
    final @Nullable Part part;
    /** The level within a group. */
    final @Nullable Level inside;
    final double width;
    final double height;
    final List<Wire> in = new ArrayList<>();
    final List<Wire> out = new ArrayList<>();
    int rank;
    /** Its place in its rank, from the left. */
    int place;
    /** Of its middle. */
    double x;
    /** Of its upper edge. */
    double y;

    /**
     * A piece of an arrow from one rank to the next.
     *
     * @param source the box that the arrow comes from
     */
    record Wire(Cell from, Cell to, Box source, String label) {
        double fromX() {
            return from.x + from.outlet(source);
        }

        double toX() {
            return to.x + to.inlet(source);
        }
    }

    private Cell(@Nullable Part part, @Nullable Level inside, double width, double height) {
        this.part = part;
        this.inside = inside;
        this.width = width;
        this.height = height;
    }

    static Cell of(Box box) {
        return new Cell(box, null, Lettering.width(box), Lettering.height(box));
    }

    static Cell of(Part.Group group, Level inside) {
        return new Cell(group, inside, inside.width(), inside.height());
    }

    static Cell point() {
        return new Cell(null, null, Lettering.POINT, 0);
    }

    boolean isPoint() {
        return part == null;
    }

    /** How far from its middle the arrows of this box leave it. */
    double outlet(Box source) {
        return inside == null ? 0 : inside.outlet(source) - width / 2;
    }

    /** How far from its middle the arrows of this box reach it. */
    double inlet(Box source) {
        return inside == null ? 0 : inside.inlet(source) - width / 2;
    }
}
