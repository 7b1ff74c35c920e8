package dev.tenon.wrong;

import static dev.tenon.Tenon.*;
import static dev.tenon.wrong.WrongOperands.nothing;
import static dev.tenon.wrong.WrongOperands.released;

import dev.tenon.core.DType;
import java.util.List;

/** Shapes that hold another number of elements, dimensions that are not there, and joins of what does not fit. */
final class WrongViews {
    private static final long HUGE = 1L << 40;

    private WrongViews() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        shapes(calls);
        dimensions(calls);
        pieces(calls);
        joins(calls);
        return calls.list();
    }

    private static void shapes(Calls calls) {
        calls.add("reshape", "6 elements as [4]", () -> ones(2, 3).reshape(4))
            .add("reshape", "two unknown sizes", () -> ones(2, 3).reshape(-1, -1))
            .add("reshape", "a size of -2", () -> ones(2, 3).reshape(-2, 3))
            .add("reshape", "6 elements as [-1, 4]", () -> ones(2, 3).reshape(-1, 4))
            .add("reshape", "a huge shape", () -> ones(2, 3).reshape(HUGE, HUGE))
            .add("reshape", "released", () -> released().reshape(6))
            .add("view", "a transposed matrix as a vector", () -> ones(2, 3).t().view(6))
            .add("view", "6 elements as [5]", () -> ones(2, 3).view(5))
            .add("flatten", "from 1 to 0", () -> ones(2, 3).flatten(1, 0))
            .add("flatten", "from dimension 5", () -> ones(2, 3).flatten(5))
            .add("unflatten", "6 as [4, 2]", () -> ones(6).unflatten(0, 4, 2))
            .add("expand", "3 to 4", () -> ones(2, 3).expand(2, 4))
            .add("expand", "fewer dimensions", () -> ones(2, 3).expand(3))
            .add("broadcast_to", "[2, 3] to [3, 2]", () -> ones(2, 3).broadcastTo(3, 2))
            .add("repeat", "fewer repetitions than dimensions", () -> ones(2, 3).repeat(2))
            .add("repeat", "a negative number of times", () -> ones(2).repeat(-1))
            .add("tile", "a negative number of times", () -> ones(2).tile(-1));
    }

    private static void dimensions(Calls calls) {
        calls.add("unsqueeze", "at 4 of a matrix", () -> ones(2, 3).unsqueeze(4))
            .add("permute", "a dimension twice", () -> ones(2, 3).permute(0, 0))
            .add("permute", "too few dimensions", () -> ones(2, 3).permute(0))
            .add("permute", "dimension 2 of a matrix", () -> ones(2, 3).permute(0, 2))
            .add("transpose", "dimension 2 of a matrix", () -> ones(2, 3).transpose(0, 2))
            .add("movedim", "dimension 2 of a matrix", () -> ones(2, 3).movedim(0, 2))
            .add("roll", "dimension 2 of a matrix", () -> ones(2, 3).roll(1, 2))
            .add("flip", "a dimension twice", () -> ones(2, 3).flip(0, 0));
    }

    private static void pieces(Calls calls) {
        calls.add("select", "row 2 of 2", () -> ones(2, 3).select(0, 2))
            .add("select", "row -3 of 2", () -> ones(2, 3).select(0, -3))
            .add("select", "dimension 2 of a matrix", () -> ones(2, 3).select(2, 0))
            .add("narrow", "2 from 2 of 3", () -> ones(3).narrow(0, 2, 2))
            .add("narrow", "a negative length", () -> ones(3).narrow(0, 0, -1))
            .add("narrow", "dimension 1 of a vector", () -> ones(3).narrow(1, 0, 1))
            .add("split", "pieces of 0", () -> ones(3).split(0))
            .add("split", "dimension 1 of a vector", () -> ones(3).split(1, 1))
            .add("chunk", "no pieces", () -> ones(3).chunk(0))
            .add("chunk", "a scalar", () -> tensor(1).chunk(2))
            .add("unbind", "a scalar", () -> tensor(1).unbind());
    }

    private static void joins(Calls calls) {
        calls.add("cat", "nothing", () -> cat(List.of()))
            .add("cat", "sizes 3 and 4", () -> cat(List.of(ones(2, 3), ones(2, 4))))
            .add("cat", "a matrix and a cube", () -> cat(List.of(ones(2, 3), ones(2, 3, 4))))
            .add("cat", "dimension 2 of matrices", () -> cat(List.of(ones(2, 3), ones(2, 3)), 2))
            .add("cat", "scalars", () -> cat(List.of(tensor(1), tensor(2))))
            .add("cat", "no list", () -> cat(nothing()))
            .add("cat", "released", () -> cat(List.of(ones(2, 3), released())))
            .add("stack", "nothing", () -> stack(List.of()))
            .add("stack", "sizes 2 and 3", () -> stack(List.of(ones(2), ones(3))))
            .add("stack", "dimension 3 of vectors", () -> stack(List.of(ones(2), ones(2)), 3))
            .add("where", "shapes that do not broadcast", () -> where(ones(2).to(DType.BOOL), ones(3), ones(4)))
            .add("where", "a floating condition", () -> where(ones(3), ones(3), ones(3)));
    }
}
