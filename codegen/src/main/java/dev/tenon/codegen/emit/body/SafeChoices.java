package dev.tenon.codegen.emit.body;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Choices between two formulas that ordinary operators can differentiate. They compute both sides, and the gradient of the side that an element
 * did not take is 0 times that side's derivative: NaN where it is infinite, as that of {@code exp(1000)} is. So a side that is more than a sum
 * reads a harmless number at the elements of the other.
 */
public final class SafeChoices {
    /** In the domain of every function of the table, and none of them or of their derivatives is infinite there. */
    private static final double HARMLESS = 0.5;

    private final Set<String> tensors;

    public SafeChoices(OpEntry op) {
        this(Stream.concat(op.sig().tensors().stream().map(Param::name), Stream.of("g", "output")).collect(Collectors.toSet()));
    }

    /** @param tensors the names whose values differ from element to element */
    public SafeChoices(Set<String> tensors) {
        this.tensors = tensors;
    }

    /** Whether each element chooses for itself, and not an attribute for all. */
    public boolean areOfElements(Expr.Cond cond) {
        return readsTensor(cond.test());
    }

    /** The same formula; choices inside of one that an attribute makes stay as they are. */
    public Expr of(Expr expr) {
        return of(expr, null);
    }

    /** @param reached where all choices around it take the side it is in; null outside of all and in sides that are sums */
    private Expr of(Expr expr, @Nullable Expr reached) {
        if (expr instanceof Expr.Name name && reached != null && tensors.contains(name.name())) {
            return new Expr.Cond(reached, name, new Expr.Num(HARMLESS, false, name.at()), name.at());
        }
        if (!(expr instanceof Expr.Cond cond)) {
            return ExprTree.map(expr, part -> of(part, reached));
        }
        if (!areOfElements(cond)) {
            return cond;
        }
        var then = side(cond.then(), cond.test(), reached);
        var otherwise = side(cond.otherwise(), new Expr.Unary(Operator.NOT, cond.test(), cond.at()), reached);
        return new Expr.Cond(cond.test(), then, otherwise, cond.at());
    }

    private Expr side(Expr side, Expr test, @Nullable Expr reached) {
        if (isLinear(side)) {
            return reached == null ? side : of(side, reached);
        }
        return of(side, reached == null ? test : new Expr.Binary(Operator.AND, reached, test, test.at()));
    }

    /** Whether the derivatives are the same numbers for all elements. */
    private boolean isLinear(Expr expr) {
        return !readsTensor(expr) || switch (expr) {
            case Expr.Name _ -> true;
            case Expr.Unary minus -> minus.op() == Operator.MINUS && isLinear(minus.a());
            case Expr.Binary binary -> switch (binary.op()) {
                case PLUS, MINUS -> isLinear(binary.a()) && isLinear(binary.b());
                case TIMES -> isLinear(binary.a()) && isLinear(binary.b()) && !(readsTensor(binary.a()) && readsTensor(binary.b()));
                case DIVIDE -> isLinear(binary.a()) && !readsTensor(binary.b());
                default -> false;
            };
            default -> false;
        };
    }

    private boolean readsTensor(Expr expr) {
        return ExprTree.names(expr).stream().anyMatch(tensors::contains);
    }
}
