package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.NumberText;
import java.util.List;

/**
 * How the elements of one tensor are written: all with the same width and either as integers, with four decimals, or in scientific form.
 */
final class ElementFormat {
    private enum Form {
        INTEGER, TRUTH, WHOLE, FIXED, SCIENTIFIC
    }

    private static final int DIGITS = 4;

    private final Form form;
    private int width = 1;

    private ElementFormat(Form form) {
        this.form = form;
    }

    static ElementFormat of(Tensor host, List<Long> shown) {
        var format = new ElementFormat(form(host, shown));
        for (long i : shown) {
            double value = Elements.number(host.hostMemory(), host.dtype(), i);
            if (!host.dtype().isFloating() || Double.isFinite(value) && value != 0) {
                format.width = Math.max(format.width, format.raw(host, i).length());
            }
        }
        return format;
    }

    private static Form form(Tensor host, List<Long> shown) {
        if (!host.dtype().isFloating()) {
            return host.dtype() == DType.BOOL ? Form.TRUTH : Form.INTEGER;
        }
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        boolean whole = true;
        for (long i : shown) {
            double value = Math.abs(Elements.number(host.hostMemory(), host.dtype(), i));
            if (Double.isFinite(value) && value != 0) {
                largest = Math.max(largest, value);
                smallest = Math.min(smallest, value);
                whole &= value == Math.rint(value);
            }
        }
        boolean wide = largest > 0 && (largest / smallest > 1000 || largest > 1e8);
        if (whole) {
            return wide ? Form.SCIENTIFIC : Form.WHOLE;
        }
        return wide || smallest < 1e-4 ? Form.SCIENTIFIC : Form.FIXED;
    }

    int width() {
        return width;
    }

    /** Element {@code i} of the storage order, padded on the left. */
    String text(Tensor host, long i) {
        var raw = raw(host, i);
        return " ".repeat(Math.max(0, width - raw.length())) + raw;
    }

    private String raw(Tensor host, long i) {
        if (form == Form.INTEGER) {
            return Long.toString(Elements.integer(host.hostMemory(), host.dtype(), i));
        }
        double value = Elements.number(host.hostMemory(), host.dtype(), i);
        return switch (form) {
            case TRUTH -> value != 0 ? "True" : "False";
            case WHOLE -> NumberText.fixed(value, 0) + (Double.isFinite(value) ? "." : "");
            case SCIENTIFIC -> NumberText.scientific(value, DIGITS);
            default -> NumberText.fixed(value, DIGITS);
        };
    }
}
