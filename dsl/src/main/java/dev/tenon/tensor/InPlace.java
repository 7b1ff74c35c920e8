package dev.tenon.tensor;

import dev.tenon.core.AutogradException;
import dev.tenon.core.Operand;
import dev.tenon.ops.Add;
import dev.tenon.ops.CopyInto;

/** Hand-written in-place changes; the pointwise ones are generated. */
final class InPlace {
    private InPlace() {}

    static Tensor copy(String caller, Tensor self, Tensor source) {
        Dispatch.given(caller, "source", source);
        self.requireAlive(caller);
        source.requireAlive(caller);
        if (GradMode.isEnabled() && (self.requiresGrad() || source.requiresGrad())) {
            throw new AutogradException(
                caller + ": neither side may require grad while gradients are recorded\n  self: " + Operand.describe(self) + "   source: "
                    + Operand.describe(source) + "\n  try:   noGrad(() -> ...), or source.detach()");
        }
        var apart = source.sharesStorage(self) && !source.sameLayout(self) ? source.clone() : source;
        Dispatch.run0(new CopyInto(), self, apart.to(self.device()));
        self.bumpVersion();
        return self;
    }

    /** Adds a gradient into an accumulated one. */
    static Tensor add(Tensor self, Tensor more) {
        return Dispatch.inPlace(new Add(1), null, self, more);
    }
}
