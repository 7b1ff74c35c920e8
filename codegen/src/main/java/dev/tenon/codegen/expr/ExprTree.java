package dev.tenon.codegen.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Walks over expressions. */
public final class ExprTree {
    private ExprTree() {}

    /** The direct parts of an expression, in the order in which they are written. */
    public static List<Expr> children(Expr expr) {
        return switch (expr) {
            case Expr.Num _, Expr.Bool _, Expr.NullLit _, Expr.Name _ -> List.of();
            case Expr.Field field -> List.of(field.target());
            case Expr.Call call -> {
                var children = new ArrayList<>(call.args());
                children.addAll(call.named().values());
                yield List.copyOf(children);
            }
            case Expr.Unary unary -> List.of(unary.a());
            case Expr.Binary binary -> List.of(binary.a(), binary.b());
            case Expr.Cond cond -> List.of(cond.test(), cond.then(), cond.otherwise());
            case Expr.Index index -> List.of(index.target(), index.index());
            case Expr.ListLit list -> list.items();
            case Expr.Let let -> List.of(let.value(), let.body());
        };
    }

    /** The same expression with other parts. */
    public static Expr map(Expr expr, UnaryOperator<Expr> f) {
        return switch (expr) {
            case Expr.Num _, Expr.Bool _, Expr.NullLit _, Expr.Name _ -> expr;
            case Expr.Field field -> new Expr.Field(f.apply(field.target()), field.name(), field.at());
            case Expr.Call call -> {
                Map<String, Expr> named = new LinkedHashMap<>();
                var args = call.args().stream().map(f).toList();
                call.named().forEach((name, value) -> named.put(name, f.apply(value)));
                yield new Expr.Call(call.function(), args, named, call.at());
            }
            case Expr.Unary unary -> new Expr.Unary(unary.op(), f.apply(unary.a()), unary.at());
            case Expr.Binary binary -> new Expr.Binary(binary.op(), f.apply(binary.a()), f.apply(binary.b()), binary.at());
            case Expr.Cond cond -> new Expr.Cond(f.apply(cond.test()), f.apply(cond.then()), f.apply(cond.otherwise()), cond.at());
            case Expr.Index index -> new Expr.Index(f.apply(index.target()), f.apply(index.index()), index.at());
            case Expr.ListLit list -> new Expr.ListLit(list.items().stream().map(f).toList(), list.at());
            case Expr.Let let -> new Expr.Let(let.name(), f.apply(let.value()), f.apply(let.body()), let.at());
        };
    }

    /** Visits an expression and all its parts, the whole first. */
    public static void walk(Expr expr, Consumer<Expr> visitor) {
        visitor.accept(expr);
        children(expr).forEach(child -> walk(child, visitor));
    }

    /** Whether any of the expressions calls any of these functions. */
    public static boolean callsAny(List<Expr> exprs, Set<String> functions) {
        return exprs.stream().anyMatch(expr -> expr instanceof Expr.Call call && functions.contains(call.function())
            || callsAny(children(expr), functions));
    }

    /** The names an expression reads, in order; names bound by a {@code let} inside it are not among them. */
    public static Set<String> names(Expr expr) {
        Set<String> names = new LinkedHashSet<>();
        addNames(expr, Set.of(), names);
        return names;
    }

    private static void addNames(Expr expr, Set<String> bound, Set<String> names) {
        if (expr instanceof Expr.Name name && !bound.contains(name.name())) {
            names.add(name.name());
        } else if (expr instanceof Expr.Let let) {
            addNames(let.value(), bound, names);
            var inner = new LinkedHashSet<>(bound);
            inner.add(let.name());
            addNames(let.body(), inner, names);
        } else {
            children(expr).forEach(child -> addNames(child, bound, names));
        }
    }

    /** An expression with names replaced; a {@code let} of the same name hides it. */
    public static Expr substitute(Expr expr, Map<String, Expr> values) {
        if (expr instanceof Expr.Name name) {
            return values.getOrDefault(name.name(), expr);
        }
        if (expr instanceof Expr.Let let && values.containsKey(let.name())) {
            var rest = new LinkedHashMap<>(values);
            rest.remove(let.name());
            return new Expr.Let(let.name(), substitute(let.value(), values), substitute(let.body(), rest), let.at());
        }
        return map(expr, part -> substitute(part, values));
    }
}
