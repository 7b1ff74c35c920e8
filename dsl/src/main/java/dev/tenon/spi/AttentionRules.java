package dev.tenon.spi;

/** Shapes of fused attention and its gradients. */
public final class AttentionRules {
    private AttentionRules() {}

    /** [B, L, E], [B, S, E], [B, S, Ev] and a mask [1 or B, L, S] make [B, L, Ev] and [B, L]. */
    public static void forward(Inference call, double scale, boolean isCausal) {
        check(call, 0);
        var query = call.in(0).sizes();
        call.output(call.in(0).dtype(), new long[] {query[0], query[1], call.in(2).sizes()[2]});
        call.output(NormRules.statistics(call.in(0).dtype()), new long[] {query[0], query[1]});
    }

    /** The gradients of query, key and value. */
    public static void backward(Inference call, double scale, boolean isCausal) {
        check(call, 1);
        for (int i = 1; i < 4; i++) {
            call.output(call.in(i).dtype(), call.in(i).sizes());
        }
    }

    /** Query, key, value and mask from input {@code first} on. */
    private static void check(Inference call, int first) {
        for (int i = first; i < first + 3; i++) {
            DTypeRules.requireFloating(call, i);
            ShapeRules.rank(call, i, 3);
            if (call.in(i).dtype() != call.in(first).dtype()) {
                throw call.dtypeError("query, key and value must have one dtype", "to(...) one of them");
            }
        }
        var query = call.in(first).sizes();
        var value = call.in(first + 2).sizes();
        ShapeRules.sizes(call, first + 1, "[B, S, E] of query and value", query[0], value[1], query[2]);
        ShapeRules.sizes(call, first + 2, "[B, S, Ev] of query", query[0], value[1], value[2]);
        if (call.has(first + 3)) {
            long batch = call.in(first + 3).rank() == 3 ? call.in(first + 3).sizes()[0] : 0;
            ShapeRules.sizes(call, first + 3, "[1 or B, L, S]", batch == 1 ? 1 : query[0], query[1], value[1]);
        }
    }
}
