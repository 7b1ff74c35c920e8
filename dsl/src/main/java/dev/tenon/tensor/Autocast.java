package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Mixed precision: within it, products of matrices, convolutions and attention are computed of operands of the lower precision, softmax, norms,
 * losses and exponentials of float32, and all else as promotion says. Entries say which is which. Parameters stay float32, and so do their
 * gradients; backward needs no autocast. Operands of float64 and integers are left alone, and so are operators that write into an operand.
 */
public final class Autocast {
    private static final OpDescriptor.Autocast NONE = OpDescriptor.Autocast.NONE;

    private final DType lower;
    /** Parameters that were cast: each once, as long as it is the same and its cast is there. */
    private final Map<Tensor, Cast> casts = new IdentityHashMap<>();
    /** What the operator says that the present one is a part of. */
    private OpDescriptor.Autocast enclosing = NONE;

    private record Cast(Tensor tensor, int version) {}

    private Autocast(DType lower) {
        this.lower = lower;
    }

    /**
     * Computes {@code body} in mixed precision.
     *
     * @param <R> what it computes
     * @param dtype bfloat16, or float16, which needs a loss scale
     * @throws ArgumentException if it is another dtype
     */
    public static <R extends @Nullable Object> R autocast(DType dtype, Supplier<R> body) {
        if (dtype != DType.BFLOAT16 && dtype != DType.FLOAT16) {
            throw new ArgumentException("autocast: the dtype must be bfloat16 or float16, got " + dtype
                + "\n  try:   autocast(DType.BFLOAT16, ...)");
        }
        try (var _ = new Switch(new Autocast(dtype))) {
            return body.get();
        }
    }

    /** Computes {@code body} as outside of any autocast. */
    public static <R extends @Nullable Object> R withoutAutocast(Supplier<R> body) {
        try (var _ = off()) {
            return body.get();
        }
    }

    /** Turns it off until closed. */
    static Switch off() {
        return new Switch(null);
    }

    /** Another state of this thread until closed. */
    static final class Switch implements AutoCloseable {
        private final Context context = Context.current();
        private final @Nullable Autocast before = context.autocast;

        Switch(@Nullable Autocast now) {
            context.autocast = now;
        }

        @Override
        public void close() {
            context.autocast = before;
        }
    }

    /** A call that is made of others: what it says of operands holds for all of these. */
    <R> R within(Op op, Supplier<R> body) {
        var says = op.descriptor().autocast();
        if (says == NONE || enclosing != NONE) {
            return body.get();
        }
        enclosing = says;
        try {
            return body.get();
        } finally {
            enclosing = NONE;
        }
    }

    /** Casts the operands of a call. */
    void cast(Context context, Primitive op, @Nullable Tensor[] inputs) {
        var descriptor = op.descriptor();
        var says = enclosing != NONE ? enclosing : descriptor.autocast();
        if (says == NONE || descriptor.kind() == OpDescriptor.Kind.VIEW || descriptor.writes() || descriptor.name().equals("cast")) {
            return;
        }
        var to = says == OpDescriptor.Autocast.LOWER ? lower : DType.FLOAT32;
        context.autocast = null;
        try {
            for (int i = 0; i < inputs.length; i++) {
                var input = inputs[i];
                if (input != null && isCast(input, to)) {
                    inputs[i] = cast(context, input, to);
                }
            }
        } finally {
            context.autocast = this;
        }
    }

    private static boolean isCast(Tensor input, DType to) {
        return input.dtype().isFloating() && input.dtype() != DType.FLOAT64 && input.dtype() != to && !input.isWrappedNumber();
    }

    private Tensor cast(Context context, Tensor input, DType to) {
        boolean kept = to == lower && context.gradEnabled && input.isLeaf() && input.requiresGrad();
        if (!kept) {
            return input.to(to);
        }
        var known = casts.get(input);
        if (known == null || known.version != input.version() || !known.tensor.isAlive()) {
            known = new Cast(input.to(to), input.version());
            casts.put(input, known);
        }
        return known.tensor;
    }
}
