package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Inference;
import dev.tenon.spi.Op;
import dev.tenon.spi.Places;
import dev.tenon.spi.UncheckedCall;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an operator may write into, and beside which operands. */
public final class WriteTarget {
    private WriteTarget() {}

    /**
     * A kernel may take the elements in any order and many at once, so each must have a place of its own.
     *
     * @throws ArgumentException if two elements lie at one place in memory
     */
    public static void requireApart(String name, Tensor target) {
        if (isShared(target)) {
            throw new ArgumentException(name + ": more than one element of the tensor to write to lies at one place in memory\n  self: "
                + Operand.describe(target) + "   strides: " + Arrays.toString(target.strides())
                + "\n  try:   clone() it first, which gives every element a place of its own");
        }
    }

    public static boolean isShared(Tensor target) {
        return !target.isContiguous() && Places.shared(target.sizes(), target.strides());
    }

    /** {@link #requireApart(String, Tensor)} of the inputs that the operator's entry says it writes. */
    static void requireApart(Op op, @Nullable Tensor[] inputs) {
        var descriptor = op.descriptor();
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input != null && descriptor.writes(i)) {
                requireApart(descriptor.name(), input);
            }
        }
    }

    /** The version of what a call has written into: what it wrote its result over, and what its entry says. */
    static void bumpVersions(Op op, @Nullable Tensor[] inputs, @Nullable Tensor self) {
        if (self != null) {
            self.bumpVersion();
        }
        if (!op.descriptor().writes()) {
            return;
        }
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input != null && op.descriptor().writes(i)) {
                input.bumpVersion();
            }
        }
    }

    /** What the form in place is called: the operator's name, without the tag of an overload, and an underscore. */
    static String name(Op op) {
        return op.descriptor().inPlace().name();
    }

    static void requireChangeable(Op op, Tensor self, boolean recorded, Context context) {
        if (context.gradEnabled && (recorded || self.requiresGrad())) {
            requireChangeable(name(op), self, recorded);
        }
    }

    public static void requireChangeable(String name, Tensor self, boolean recorded) {
        if (self.requiresGrad() && self.node() == null) {
            throw new AutogradException(
                name + ": a leaf that requires grad cannot be changed in place while gradients are recorded\n  self: "
                    + Operand.describe(self) + "\n  try:   noGrad(() -> ...), or the operator without the underscore");
        }
        if (recorded && self.isView()) {
            throw new AutogradException(
                name + ": a view cannot be changed in place while gradients are recorded, its base would keep an outdated history\n  self: "
                    + Operand.describe(self) + "\n  try:   the operator without the underscore, or clone() the view first");
        }
    }

    /** The one output of a call that is written over a tensor, which must have its shape and a dtype that it fits in. */
    static Tensor[] fitting(Op op, Inference inference, Tensor self) {
        if (!Arrays.equals(UncheckedCall.sizes(inference, 0), self.sizes())) {
            throw new ShapeException(
                name(op) + ": the result of shape " + Arrays.toString(UncheckedCall.sizes(inference, 0)) + " does not fit self\n  self: "
                    + Operand.describe(self) + "\n  try:   the operator without the underscore");
        }
        if (!inference.dtype(0).canCastTo(self.dtype())) {
            throw new DTypeException(
                name(op) + ": the result dtype " + inference.dtype(0) + " cannot be stored in " + self.dtype() + "\n  self: "
                    + Operand.describe(self) + "\n  try:   the operator without the underscore, or to(" + inference.dtype(0).name()
                    + ") first");
        }
        return new Tensor[] {self};
    }

    /**
     * The operands as a kernel may read them while it writes. Operands that overlap the tensor to change in another layout are copied first:
     * the kernel would read what it has already written.
     *
     * @throws ArgumentException if elements of what it writes into share a place
     */
    static @Nullable Tensor[] separated(Op op, @Nullable Tensor[] operands, @Nullable Tensor self) {
        if (op.descriptor().writes()) {
            requireApart(op, operands);
        }
        if (self == null) {
            return operands;
        }
        if (isShared(self)) {
            requireApart(name(op), self);
        }
        var result = operands.clone();
        for (int i = 1; i < result.length; i++) {
            var operand = result[i];
            if (operand != null && operand != self && operand.sharesStorage(self) && !operand.sameLayout(self)) {
                result[i] = operand.cloneWithHistory();
            }
        }
        return result;
    }
}
