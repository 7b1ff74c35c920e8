package dev.tenon.nn;

import dev.tenon.core.TenonException;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Where among layers an error happened: the innermost layer by its path from the outermost that was called, and what both were given. */
public final class LayerAddress implements TenonException.Address {
    private static final String HINT = "\n  try:";

    private final Layer layer;
    private final List<Tensor> inputs;
    private final StackTraceElement @Nullable [] trace;
    private Layer outermost;
    private List<Tensor> outermostInputs;
    private String path;

    private LayerAddress(Layer layer, List<Tensor> inputs, StackTraceElement[] trace) {
        this.layer = layer;
        this.inputs = inputs;
        this.trace = trace;
        this.outermost = layer;
        this.outermostInputs = inputs;
        this.path = "";
    }

    /** The exception, with one more layer around the place where it happened. */
    static TenonException added(TenonException e, Layer layer, List<Tensor> inputs) {
        if (e.address() instanceof LayerAddress address) {
            address.within(layer, inputs);
        } else {
            e.address(new LayerAddress(layer, inputs, e.getStackTrace()));
        }
        return e;
    }

    private void within(Layer around, List<Tensor> given) {
        var name = nameIn(around, outermost);
        if (name != null) {
            path = path.isEmpty() ? name : name + "." + path;
        }
        outermost = around;
        outermostInputs = given;
    }

    /** The path of a layer in one that called it, through layers that did not; null if it is not in there. */
    private static @Nullable String nameIn(Layer around, Layer within) {
        for (var entry : around.children().entrySet()) {
            var deeper = entry.getValue() == within ? "" : nameIn(entry.getValue(), within);
            if (deeper != null) {
                return deeper.isEmpty() ? entry.getKey() : entry.getKey() + "." + deeper;
            }
        }
        return null;
    }

    /** The path of the layer in the network that it belongs to. */
    public String path() {
        var whole = path;
        var inner = outermost;
        for (var around = inner.owner(); around != null; around = inner.owner()) {
            var name = nameIn(around, inner);
            if (name == null) {
                break;
            }
            whole = whole.isEmpty() ? name : name + "." + whole;
            inner = around;
        }
        return whole;
    }

    /** The line of a layer written by somebody else that was on the way to the error, {@code Net.java:17}; null if there is none. */
    private @Nullable String ownLine() {
        if (trace == null) {
            return null;
        }
        for (var frame : trace) {
            var name = frame.getClassName();
            boolean tenon = name.startsWith("dev.tenon.nn.") || name.startsWith("dev.tenon.tensor.") || name.startsWith("dev.tenon.ops.");
            if (!tenon && frame.getMethodName().startsWith("forward") && frame.getFileName() != null) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return null;
    }

    @Override
    public String told(String reason) {
        var where = new StringJoiner(", ", " (", ")");
        where.add(layer.label());
        var line = ownLine();
        if (line != null) {
            where.add(line);
        }
        int hint = reason.lastIndexOf(HINT);
        var head = hint < 0 ? reason : reason.substring(0, hint);
        return "layer" + (path().isEmpty() ? "" : " '" + path() + "'") + where + ": " + head + "\n  layer input: "
            + compared(layer, inputs) + (outermost == layer || outermost.declaredInput() == null ? ""
                : "\n  network input: " + compared(outermost, outermostInputs))
            + (hint < 0 ? "" : reason.substring(hint));
    }

    private static String compared(Layer layer, List<Tensor> given) {
        var shapes = new ArrayList<String>();
        given.forEach(tensor -> shapes.add(tensor.shape() + " " + tensor.dtype()));
        return String.join(", ", shapes) + (layer.declaredInput() == null ? "" : "   declared: " + layer.declaredInput());
    }
}
