package dev.tenon.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of what is of a class or said to be is both, {@code hits / (said + wanted - hits)}: its mean over the classes that occur as
 * {@code iou}, or of each class. Outputs are {@code [b, c, h, w]} and targets {@code [b, h, w]} for the parts of images.
 */
public final class IntersectionOverUnion implements Metric {
    private final int classes;
    private final boolean each;

    /**
     * A measure.
     *
     * @param classes how many classes there are, at least 2
     * @param each whether each class by itself, as {@code iou/0}, too
     */
    public IntersectionOverUnion(int classes, boolean each) {
        this.classes = classes;
        this.each = each;
    }

    @Override
    public String name() {
        return "iou";
    }

    @Override
    public Count start() {
        return new Confusion(classes, this::values);
    }

    private Map<String, Double> values(Confusion counts) {
        var values = new LinkedHashMap<String, Double>();
        values.put(name(), Double.NaN);
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < classes; label++) {
            double union = counts.said(label) + counts.wanted(label) - counts.hits(label);
            double iou = counts.hits(label) / union;
            sum += union > 0 ? iou : 0;
            occurring += union > 0 ? 1 : 0;
            if (each) {
                values.put(name() + "/" + label, iou);
            }
        }
        values.put(name(), sum / occurring);
        return values;
    }
}
