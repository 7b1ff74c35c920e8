package dev.tenon.wrong;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Mistakes that every operator of a form can meet: null, released memory, shapes that do not broadcast, a missing dimension. */
final class WrongOperands {
    private WrongOperands() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        Operators.unary().forEach((name, op) -> calls.add(name, "the input is null", () -> op.apply(nothing()))
            .add(name, "the input was released", () -> op.apply(released())));
        Operators.binary().forEach((name, op) -> calls
            .add(name, "[2, 3] and [4] do not broadcast", () -> op.apply(ones(2, 3), ones(4)))
            .add(name, "the other operand is null", () -> op.apply(ones(2), nothing()))
            .add(name, "the other operand was released", () -> op.apply(ones(2), released())));
        Operators.floatingOnly().forEach((name, op) -> calls.add(name, "integers", () -> op.apply(ones(3).to(DType.INT64))));
        Operators.bitwise().forEach((name, op) -> calls
            .add(name, "floating operands", () -> op.apply(ones(3), ones(3)))
            .add(name, "shapes that do not broadcast", () -> op.apply(ones(2, 3).to(DType.INT64), ones(4).to(DType.INT64))));
        Operators.along().forEach((name, op) -> calls
            .add(name, "dimension 2 of a matrix", () -> op.apply(ones(2, 3), 2))
            .add(name, "dimension -3 of a matrix", () -> op.apply(ones(2, 3), -3)));
        return calls.list();
    }

    /** A tensor whose scope has ended. */
    static Tensor released() {
        try (var scope = Scope.open("short life")) {
            return ones(2, 3).add(1);
        }
    }

    /** What a caller without null checks would pass. */
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    static <T> T nothing() {
        return (T) null;
    }
}
