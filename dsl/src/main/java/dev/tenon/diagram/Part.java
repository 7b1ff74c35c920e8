package dev.tenon.diagram;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a chart is made of. */
abstract sealed class Part {
    /** The group that it is in; null for the outermost. */
    final @Nullable Group around;

    private Part(@Nullable Group around) {
        this.around = around;
        if (around != null) {
            around.parts.add(this);
        }
    }

    /** How many groups are around it. */
    final int depth() {
        return around == null ? 0 : around.depth() + 1;
    }

    /** A box with lines of text, the first of them in bold. */
    static final class Box extends Part {
        /** A word that says how it is drawn, such as {@code conv} or {@code operator}. */
        final String style;
        final List<String> lines;
        /** What one sees when one points at it. */
        final String tip;

        Box(Group around, String style, List<String> lines, String tip) {
            super(around);
            this.style = style;
            this.lines = List.copyOf(lines);
            this.tip = tip;
        }
    }

    /** Boxes within a frame that has a title; parts are in an order in which arrows go. */
    static final class Group extends Part {
        final List<Part> parts = new ArrayList<>();
        private final String name;
        private final String kind;
        private String last = "";
        private int times = 1;

        Group(@Nullable Group around, String name, String kind) {
            super(around);
            this.name = name;
            this.kind = kind;
        }

        /** Stands for one more of its kind. */
        void repeat(String path) {
            times++;
            last = path;
        }

        int times() {
            return times;
        }

        /** {@code layers.0 Block}, or {@code layers.0 to layers.5, 6 × Block}. */
        String title() {
            return times == 1 ? (name + " " + kind).strip() : name + " to " + last + ", " + times + " × " + kind;
        }
    }
}
