package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.core.DTypeException;
import dev.tenon.core.DeviceException;
import dev.tenon.core.IndexException;
import dev.tenon.core.MissedCheckException;
import dev.tenon.core.MissingKernelException;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;

/** Errors inside an operator, told in the name of the one that was called. */
public final class OperatorErrors {
    private OperatorErrors() {}

    /**
     * The error of an operator within another one, told as the outer one's: that is the one that was called. What rules and kernels made
     * of arguments that nothing refused is told as a fault of Tenon; an exception of other code stays as it is.
     */
    public static RuntimeException within(String operator, RuntimeException inner) {
        return switch (inner) {
            case MissedCheckException missed -> new MissedCheckException(operator, missed);
            case TenonException known -> within(operator, known);
            case ArithmeticException _, IndexOutOfBoundsException _, NegativeArraySizeException _, NullPointerException _, ClassCastException _ ->
                new MissedCheckException(operator, inner);
            default -> inner;
        };
    }

    private static TenonException within(String operator, TenonException inner) {
        var message = String.valueOf(inner.getMessage());
        if (message.startsWith(operator + ":") || message.startsWith(operator + "/") || message.startsWith(operator + " (kernel ")) {
            return inner;
        }
        var told = operator + ": " + reason(message);
        TenonException outer = switch (inner) {
            case ShapeException _ -> new ShapeException(told);
            case DTypeException _ -> new DTypeException(told);
            case MissingKernelException missing -> new MissingKernelException(missing.operator(), told);
            case DeviceException _ -> new DeviceException(told);
            case IndexException _ -> new IndexException(told);
            case ArgumentException _ -> new ArgumentException(told);
            case ReleasedException _ -> new ReleasedException(told);
            case AutogradException _ -> new AutogradException(told);
            case OutOfMemoryException _ -> new OutOfMemoryException(told);
            default -> new TenonException(told);
        };
        outer.initCause(inner);
        return outer;
    }

    /**
     * What was wrong, without the name of the part that found it. That is told where the part describes its operands, which are named as its
     * own; "shape" stands for no part.
     */
    private static String reason(String message) {
        int head = message.indexOf(": ");
        if (head < 0 || message.lastIndexOf(' ', head) >= 0) {
            return message;
        }
        var rest = message.substring(head + 2);
        boolean describes = rest.lines().skip(1).anyMatch(line -> !line.startsWith("  try:"));
        return describes && !rest.startsWith("in ") && !message.startsWith("shape: ") ? "in " + message : rest;
    }
}
