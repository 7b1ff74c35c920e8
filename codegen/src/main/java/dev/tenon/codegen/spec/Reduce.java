package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reduction: {@code finish(combine(... combine(init, map(x0)) ..., map(xn)))}.
 *
 * @param init the neutral element of {@code combine}
 * @param map of one element, by the name of the tensor parameter
 * @param combine of {@code a} and {@code b}
 * @param finish of {@code a}, with {@code n} the number of elements, and in norms {@code s} what they were divided by; null for none
 * @param order of a norm, a root of a sum of powers: of elements {@code c} times as large it is {@code c} times as large, so that elements
 *     whose powers leave the range can be divided first; null for other reductions
 * @param wide whether float32 is accumulated in float64
 */
public record Reduce(Expr init, Expr map, Expr combine, @Nullable Expr finish, @Nullable Expr order, boolean wide) {
    /** What the parts call the values that they are given. */
    public static final Set<String> NAMES = Set.of("a", "b", "n", "s");
}
