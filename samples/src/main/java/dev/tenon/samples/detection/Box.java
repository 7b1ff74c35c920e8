package dev.tenon.samples.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A thing in a picture, or where one is supposed.
 *
 * @param x the middle, in pixels from the left
 * @param y the middle, in pixels from the top
 * @param kind what it is
 * @param score how sure that is, 1 for the truth
 */
record Box(double x, double y, double width, double height, int kind, double score) {
    /** The area of what both cover over the area that either covers. */
    double overlap(Box other) {
        double across = Math.min(x + width / 2, other.x + other.width / 2) - Math.max(x - width / 2, other.x - other.width / 2);
        double down = Math.min(y + height / 2, other.y + other.height / 2) - Math.max(y - height / 2, other.y - other.height / 2);
        double both = Math.max(0, across) * Math.max(0, down);
        return both / (width * height + other.width * other.height - both);
    }

    /** Without those that overlap a surer one of their kind by more than 0.45: they mean the same thing. */
    static List<Box> withoutDoubles(List<Box> supposed) {
        var kept = new ArrayList<Box>();
        for (var box : supposed.stream().sorted(Comparator.comparingDouble(Box::score).reversed()).toList()) {
            if (kept.stream().noneMatch(other -> other.kind == box.kind && other.overlap(box) > 0.45)) {
                kept.add(box);
            }
        }
        return kept;
    }

    /** How many of the supposed ones are right: of a true one's kind and over it by at least a half, each true one taken once. */
    static int right(List<Box> supposed, List<Box> truth) {
        var left = new ArrayList<>(truth);
        int right = 0;
        for (var box : supposed) {
            var match = left.stream().filter(other -> other.kind == box.kind).max(Comparator.comparingDouble(box::overlap));
            if (match.isPresent() && match.get().overlap(box) >= 0.5) {
                left.remove(match.get());
                right++;
            }
        }
        return right;
    }
}
