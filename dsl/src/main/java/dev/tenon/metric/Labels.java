package dev.tenon.metric;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;

/** Classes from outputs and targets of the forms that losses take. */
final class Labels {
    private Labels() {}

    /** Whether an output is one number a sample, the logit of the second of two classes. */
    private static boolean isBinary(Tensor output, Tensor target) {
        return output.rank() == 1 || output.rank() == 2 && output.size(1) == 1
            || output.shape().equals(target.shape()) && !target.dtype().isFloating();
    }

    /** The classes that outputs say, of the shape of {@link #target}. */
    static Tensor predicted(Tensor output, Tensor target) {
        if (isBinary(output, target)) {
            return flat(output, target).gt(0).to(DType.INT64);
        }
        return output.argmax(1L);
    }

    /** The classes that were wanted. */
    static Tensor target(Tensor output, Tensor target) {
        if (isBinary(output, target)) {
            requireAsMany(output, target);
            return flat(target, target).to(DType.INT64);
        }
        var wanted = target.rank() == output.rank() ? target.argmax(1L) : target;
        if (wanted.rank() != output.rank() - 1 || wanted.size(0) != output.size(0)) {
            throw new ShapeException("metric: an output [b, c, ...] wants class indices [b, ...] or one number for each class\n  output: "
                + output.shape() + "   target: " + target.shape());
        }
        return wanted;
    }

    private static Tensor flat(Tensor values, Tensor target) {
        return target.rank() <= 1 || values.rank() == 2 && values.size(1) == 1 ? values.flatten() : values;
    }

    static void requireAsMany(Tensor output, Tensor target) {
        if (output.numel() != target.numel()) {
            throw new ShapeException("metric: output and target must have as many elements\n  output: " + output.shape() + "   target: "
                + target.shape());
        }
    }

    static void requireClasses(String metric, Tensor output, int least) {
        if (output.rank() < 2 || output.size(1) < least) {
            throw new ArgumentException(metric + ": needs at least " + least + " outputs a sample, got " + Operand.describe(output));
        }
    }
}
