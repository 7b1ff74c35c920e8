package dev.tenon.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale from values to positions, linear or logarithmic.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}
 */
record Axis(double low, double high, boolean logarithmic, double from, double to) {
    private static final int TICKS = 6;

    /**
     * A scale for these values; ones that it cannot show are left out.
     *
     * @param pad whether there is room beyond the least and the greatest
     */
    static Axis of(double[] values, boolean logarithmic, boolean pad, double from, double to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value) && (!logarithmic || value > 0)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            low = logarithmic ? 1 : 0;
            high = logarithmic ? 10 : 1;
        }
        if (logarithmic) {
            double room = pad ? 1.1 : 1;
            return low == high ? new Axis(low / 2, high * 2, true, from, to) : new Axis(low / room, high * room, true, from, to);
        }
        double width = high - low;
        // Numbers too close to tell apart on a screen are one.
        if (width <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)) || !Double.isFinite(width)) {
            double around = Math.max(Math.abs(low) / 2, 0.5);
            return new Axis(low - around, low + around, false, from, to);
        }
        double room = pad ? 0.05 * width : 0;
        return new Axis(low - room, high + room, false, from, to);
    }

    boolean shows(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    double position(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** Round values within the scale. */
    List<Double> ticks() {
        return logarithmic && Math.log10(high / low) >= 1 ? decades() : steps();
    }

    private List<Double> decades() {
        var ticks = new ArrayList<Double>();
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int step = Math.max(1, Math.ceilDiv(last - first, TICKS));
        for (int e = first; e <= last; e += step) {
            ticks.add(Math.pow(10, e));
        }
        return ticks;
    }

    private List<Double> steps() {
        double raw = (high - low) / TICKS;
        double unit = Math.pow(10, Math.floor(Math.log10(raw)));
        // Steps of 2.5 would be no whole numbers where those of 2 and 5 are: there are no half epochs.
        double quarter = unit == 1 ? 2 : 2.5;
        double step = unit * (raw / unit <= 1 ? 1 : raw / unit <= 2 ? 2 : raw / unit <= quarter ? quarter : raw / unit <= 5 ? 5 : 10);
        var ticks = new ArrayList<Double>();
        for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** A value as it stands beside the axis. */
    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e6 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.3g", value).replaceAll("\\.?0+e", "e").replaceAll("e([+-])0", "e$1").replace("e+", "e");
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("\\.?0+$", "");
    }
}
