package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DTypeException;
import dev.tenon.core.IndexException;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.nn.LayerAddress;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/** Tells of an error in a declaration: the layer's path, the line that declared it, what is wrong, the shapes and a way out. */
final class DeclarationError {
    private static final String HINT = "\n  try:";

    private DeclarationError() {}

    /**
     * The error to throw: of the cause's class, so that callers can still tell shapes from dtypes.
     *
     * @param path the layer, such as {@code 3.linear}
     * @param inputs what the layer was given
     */
    static TenonException at(String path, SourceLine line, List<Tensor> inputs, RuntimeException cause) {
        var told = cause instanceof TenonException e ? e.reason() : cause.getMessage() == null ? cause.toString() : cause.getMessage();
        var reason = Probe.readable(told);
        var within = cause instanceof TenonException e && e.address() instanceof LayerAddress address ? address.path() : "";
        int hint = reason.lastIndexOf(HINT);
        var shapes = "\n  layer input: "
            + inputs.stream().map(input -> Probe.text(input.shape()) + " " + input.dtype()).collect(Collectors.joining(", "));
        var message = "layer '" + path + (within.isEmpty() ? "" : "." + within) + "' (" + line + "): "
            + (hint < 0 ? reason + shapes : reason.substring(0, hint) + shapes + reason.substring(hint));
        var error = switch (cause) {
            case ShapeException e -> new ShapeException(message);
            case DTypeException e -> new DTypeException(message);
            case IndexException e -> new IndexException(message);
            case ArgumentException e -> new ArgumentException(message);
            default -> new TenonException(message);
        };
        error.initCause(cause);
        return error;
    }
}
