package dev.tenon.codegen.emit.shape;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ShapeFunction;
import java.util.HashMap;
import java.util.Map;

/** Whether the sizes of a result cannot be negative, so that nothing need be checked: they are those of operands, or fewer of them. */
final class SizeBounds {
    private final Map<String, Expr> lets;

    private SizeBounds(Map<String, Expr> lets) {
        this.lets = lets;
    }

    static SizeBounds of(OpEntry op) {
        Map<String, Expr> lets = new HashMap<>();
        for (var rest = op.shape(); rest instanceof Expr.Let let; rest = let.body()) {
            lets.put(let.name(), let.value());
        }
        return new SizeBounds(lets);
    }

    /** Whether a list is of sizes. */
    boolean areSizes(Expr list) {
        return switch (list) {
            case Expr.Field field -> field.name().equals("shape");
            case Expr.Name name -> lets.containsKey(name.name()) && areSizes(lets.get(name.name()));
            case Expr.Cond cond -> areSizes(cond.then()) && areSizes(cond.otherwise());
            case Expr.Binary sum when sum.op() == Operator.PLUS -> areSizes(sum.a()) && areSizes(sum.b());
            case Expr.ListLit literal -> literal.items().stream().allMatch(this::isSize);
            case Expr.Call call -> areSizes(call);
            default -> false;
        };
    }

    private boolean areSizes(Expr.Call call) {
        var function = ShapeFunction.byName().get(call.function());
        if (function == null) {
            // A method in Java answers for what it makes.
            return true;
        }
        return switch (function) {
            case BROADCAST, JOINED, ONES, PADDED -> true;
            case REDUCED, LEADING -> areSizes(call.args().getFirst());
            case RESIZED -> areSizes(call.args().getFirst()) && isSize(call.args().getLast());
            default -> false;
        };
    }

    private boolean isSize(Expr size) {
        return switch (size) {
            case Expr.Num num -> num.value() >= 0;
            case Expr.Name name -> lets.containsKey(name.name()) && isSize(lets.get(name.name()));
            case Expr.Field field -> field.name().equals("numel") || field.name().equals("rank") || field.name().equals("ndim");
            case Expr.Index item -> areSizes(item.target());
            case Expr.Call call -> switch (call.function()) {
                case "extent", "convolved", "pooled", "len", "numel", "rank", "abs" -> true;
                case "min", "max" -> call.args().stream().allMatch(this::isSize);
                default -> false;
            };
            default -> false;
        };
    }
}
