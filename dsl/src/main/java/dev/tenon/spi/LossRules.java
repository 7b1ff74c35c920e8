package dev.tenon.spi;

import dev.tenon.core.DType;

/** Shapes of losses with kernels of their own. */
public final class LossRules {
    private LossRules() {}

    /** Rows of logits and a class for each. */
    public static void crossEntropyIndices(Inference call, long ignoreIndex, boolean mean) {
        DTypeRules.requireFloating(call, 0);
        long rows = rows(call, 0, 1);
        var dtype = call.in(0).dtype();
        call.output(dtype, mean ? new long[0] : new long[] {rows});
        call.output(NormRules.statistics(dtype), new long[] {rows});
    }

    /** The gradient of such rows. */
    public static void crossEntropyIndicesBackward(Inference call, long ignoreIndex, boolean mean) {
        long rows = rows(call, 1, 2);
        ShapeRules.sizes(call, 3, "[n]", rows);
        if (mean) {
            ShapeRules.rank(call, 0, 0);
        } else {
            ShapeRules.sizes(call, 0, "[n]", rows);
        }
        call.output(call.in(1).dtype(), call.in(1).sizes());
    }

    private static long rows(Inference call, int input, int target) {
        ShapeRules.rank(call, input, 2);
        long rows = call.in(input).sizes()[0];
        ShapeRules.sizes(call, target, "[n], one class for each row", rows);
        if (call.in(target).dtype() != DType.INT64) {
            throw call.dtypeError("the target must be int64, got " + call.in(target).dtype(), "to(INT64) it");
        }
        return rows;
    }
}
