package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Add;
import dev.tenon.ops.CopyInto;
import dev.tenon.ops.Fill;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** In-place changes that are no single pointwise operator: values are computed first and then written over the old ones. */
public final class InPlace {
    private InPlace() {}

    /** The call of {@code copy_}, which is no operator of the spec. */
    record Copy() implements Op {
        static final Copy INSTANCE = new Copy();

        private static final OpDescriptor DESCRIPTOR = new OpDescriptor("copy_", OpDescriptor.Kind.COMPOSITE, Copy.class, "self", "source")
            .writing("self").taking("X", "X");

        @Override
        public OpDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public String gradFn() {
            return "CopyBackwards";
        }
    }

    /** Writes {@code source}, broadcast and converted; gradients flow to it, and no longer to what was overwritten. */
    public static Tensor copy(String caller, Tensor self, Tensor source) {
        Operands.given(caller, "source", source);
        requireChangeable(caller, self, Dispatch.recording(self, source));
        source.requireAlive(caller);
        if (!Dispatch.recording(self, source)) {
            overwrite(self, source);
            return self;
        }
        var fitted = Ops.expand(source.to(self.device()).to(self.dtype()), self.sizes());
        if (!fitted.requiresGrad()) {
            return constant(caller, self, () -> fitted);
        }
        var made = fitted.node() == null ? fitted.cloneWithHistory() : fitted;
        overwrite(self, made.detach());
        adopt(self, made);
        return self;
    }

    /** Overwrites every element, in whatever places of memory they are. */
    public static Tensor fill(String caller, Tensor self, Number value) {
        return WriteTarget.isShared(self) ? SharedPlaces.fill(caller, self, number(self, value, self.dtype()))
            : constant(caller, self, () -> number(self, value, self.dtype()));
    }

    /** Writes values that are no function of the old ones; the history of what was overwritten ends here. */
    public static Tensor constant(String caller, Tensor self, Supplier<Tensor> values) {
        requireChangeable(caller, self, Dispatch.recording(self));
        Tensor made;
        try (var off = GradMode.noGrad()) {
            made = values.get();
        }
        if (Dispatch.recording(self)) {
            Dispatch.inPlace(new Fill(0), FillRule.INSTANCE, self);
        }
        overwrite(self, made);
        return self;
    }

    /**
     * Writes what {@code operator} makes of the old values. Where it is recorded it works on a copy of them, so that what it saves for backward
     * stays as it was.
     */
    public static Tensor replace(String caller, Tensor self, UnaryOperator<Tensor> operator) {
        Operands.given(caller, "the tensor to change", self);
        requireChangeable(caller, self, Dispatch.recording(self));
        var made = operator.apply(self);
        if (made.requiresGrad()) {
            requireChangeable(caller, self, true);
            made = operator.apply(self.cloneWithHistory());
        }
        requireFits(caller, self, made);
        if (made.dtype() != self.dtype()) {
            made = made.to(self.dtype());
        }
        overwrite(self, made.detach());
        adopt(self, made);
        return self;
    }

    /** Adds a gradient into an accumulated one. */
    static Tensor add(Tensor self, Tensor more) {
        return Dispatch.inPlace(new Add(1), null, self, more);
    }

    private static void requireChangeable(String caller, Tensor self, boolean recorded) {
        self.requireAlive(caller);
        if (GradMode.isEnabled()) {
            WriteTarget.requireChangeable(caller, self, recorded);
        }
        WriteTarget.requireApart(caller, self);
    }

    private static void requireFits(String caller, Tensor self, Tensor made) {
        if (!Arrays.equals(made.sizes(), self.sizes())) {
            throw new ShapeException(caller + ": the result of shape " + made.shape() + " does not fit self\n  self: "
                + Operand.describe(self) + "\n  try:   the operator without the underscore");
        }
        if (!made.dtype().canCastTo(self.dtype())) {
            throw new DTypeException(caller + ": the result dtype " + made.dtype() + " cannot be stored in " + self.dtype() + "\n  self: "
                + Operand.describe(self) + "\n  try:   the operator without the underscore");
        }
    }

    public static void overwrite(Tensor self, Tensor source) {
        try (var off = GradMode.noGrad()) {
            var apart = source.sharesStorage(self) && !source.sameLayout(self) ? source.clone() : source;
            Dispatch.mutate(CopyInto.INSTANCE, self, apart.to(self.device()));
        }
    }

    private static void adopt(Tensor self, Tensor made) {
        var node = made.node();
        if (node != null && self.dtype().isFloating()) {
            self.rebaseHistory(node, made.slot());
        }
    }

    /** A number in the dtype of a tensor, as what is written into it. */
    public static Tensor number(Tensor self, Number value, DType dtype) {
        return Creation.full(new long[0], value, dtype, self.device());
    }
}
