package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.Nullness;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that an expression over tensors sees, and which of them cannot be null at the place that is looked at. */
final class Visible {
    private final Map<String, Known> names;
    private final Calls calls;
    private final Map<String, OpEntry> producers = new HashMap<>();
    /** The names that conditions around this place have found not to be null. */
    private Set<String> given = Set.of();

    Visible(Map<String, Known> names, Calls calls) {
        this.names = new LinkedHashMap<>(names);
        this.calls = calls;
    }

    /** The same for an expression that is only tried. */
    Visible copy() {
        var copy = new Visible(names, calls);
        copy.producers.putAll(producers);
        copy.given = given;
        return copy;
    }

    // ---- names ------------------------------------------------------------------------------------------------------

    Set<String> names() {
        return names.keySet();
    }

    /** What is known of a name, or null if it is none. */
    @Nullable Known get(String name) {
        return names.get(name);
    }

    /** Whether a name is known here, and so no constant of an enum. */
    boolean knows(String name) {
        return names.containsKey(name);
    }

    /** Names that differ in their capitals alone are one in Java. */
    boolean isTaken(String name) {
        return names.keySet().stream().anyMatch(known -> JavaNames.parameter(known).equals(JavaNames.parameter(name)));
    }

    /** Adds a name for the value of an expression. */
    void add(String name, Known known, Expr value) {
        var producer = producer(value);
        if (producer != null) {
            producers.put(name, producer);
        }
        names.put(name, known);
    }

    /** Adds a name for a while. */
    void with(String name, Known known, Runnable check) {
        names.put(name, known);
        check.run();
        names.remove(name);
    }

    // ---- null -------------------------------------------------------------------------------------------------------

    /** Whether the value can be null at this place. */
    boolean isNullable(Expr expr) {
        return switch (expr) {
            case Expr.Name name -> {
                var known = names.get(name.name());
                yield known != null && known.nullable() && !given.contains(name.name());
            }
            case Expr.Cond cond -> nullable(cond.then(), Nullness.nonNull(cond.test(), true))
                || nullable(cond.otherwise(), Nullness.nonNull(cond.test(), false));
            case Expr.Binary binary when binary.op() == Operator.OR_ELSE -> isNullable(binary.b());
            default -> false;
        };
    }

    private boolean nullable(Expr expr, Set<String> nonNull) {
        var before = given;
        given = joined(nonNull);
        boolean result = expr instanceof Expr.NullLit || isNullable(expr);
        given = before;
        return result;
    }

    /** Checks a part that is evaluated only where these are not null. */
    void where(Set<String> nonNull, Runnable check) {
        var before = given;
        given = joined(nonNull);
        check.run();
        given = before;
    }

    private Set<String> joined(Set<String> nonNull) {
        var all = new LinkedHashSet<>(given);
        all.addAll(nonNull);
        return all;
    }

    // ---- where values come from -------------------------------------------------------------------------------------

    /** The operator whose several results an expression is, or null. */
    @Nullable OpEntry producer(Expr expr) {
        return switch (expr) {
            case Expr.Call call -> calls.operator(call);
            case Expr.Name name -> producers.get(name.name());
            case Expr.Cond cond -> producer(cond.then());
            default -> null;
        };
    }

    /** The results that an expression has several of. */
    List<Result> results(Expr expr) {
        return switch (expr) {
            case Expr.Name name when names.get(name.name()) != null -> names.get(name.name()).results();
            case Expr.Call call -> {
                var callee = calls.operator(call);
                yield callee == null ? List.of() : callee.sig().results();
            }
            case Expr.Cond cond -> results(cond.then());
            default -> List.of();
        };
    }

    /** The parameter that an expression names, or null. */
    @Nullable Param param(Expr expr) {
        var known = expr instanceof Expr.Name name ? names.get(name.name()) : null;
        return known == null ? null : known.param();
    }
}
